// Which of a link's filters can be followed, and in words why the others cannot: a filter left out in silence would show more than was asked for.
import type { FacetDefinition, ListDefinition, RefusedFilter } from './definition';
import { notARange, parseRange } from './range';
import { UUID } from '@/lib/uuid';

export const MAX_SEARCH = 80;
const MAX_VALUES = 50;
const MAX_TOLD = 40;
const NO_DAY = 'is no day of the calendar, such as 2026-11-30';

/** What the database could not read as the column's type does not fit, or one bad link would fail the whole list. */
function fits(facet: FacetDefinition, value: string): boolean {
  const known = valuesOf(facet);
  if (known) return known.includes(value);
  switch (facet.kind) {
    case 'uuid':
      return UUID.test(value);
    case 'bool':
      return value === 'true' || value === 'false';
    case 'day':
      return isDay(value);
    case 'whole':
      return /^\d{1,9}$/.test(value);
    case 'range':
      return parseRange(value, facet.unit) !== null;
    default:
      // No text of the database holds this sign, and it refuses to look for one that does.
      return value !== '' && !value.includes('\u0000');
  }
}

/** Every value there can be; null where nobody can list them. */
const valuesOf = (facet: FacetDefinition): string[] | null =>
  facet.kind !== 'range' && facet.isClosed ? [...new Set([...(facet.order ?? []), ...Object.keys(facet.labels ?? {})])] : null;

const mostOf = (facet: FacetDefinition): number => (facet.kind === 'range' ? 1 : MAX_VALUES);

/** Of a filter's values those that are followed. */
export const accepted = (facet: FacetDefinition, values: string[]): string[] =>
  [...new Set(values)].filter((value) => fits(facet, value)).slice(0, mostOf(facet));

const isDay = (value: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(value) && new Date(`${value}T00:00:00Z`).toJSON()?.slice(0, 10) === value;

function whyNot(facet: FacetDefinition): string {
  const known = valuesOf(facet);
  if (known) return `is none of ${known.join(', ')}`;
  if (facet.kind === 'range') return notARange(facet.unit);
  if (facet.kind === 'day') return NO_DAY;
  if (facet.kind === 'whole') return 'is no whole number';
  return facet.kind === 'bool' ? 'is neither true nor false' : 'names nothing that could be looked for';
}

/** Filters of a link that were left out. `raw` answers a parameter as the link wrote it. */
export function refusedFilters(
  definition: ListDefinition,
  facets: Record<string, string[] | null>,
  raw: (key: string) => string,
): RefusedFilter[] {
  const { scope, range } = definition;
  const refused: RefusedFilter[] = [];
  const refuse = (key: string, label: string, value: string, why: string) =>
    void refused.push({ key, label, value: value.length > MAX_TOLD ? `${value.slice(0, MAX_TOLD)}…` : value, why });
  if (raw('q').trim().length > MAX_SEARCH) refuse('q', 'Search', raw('q').trim(), `is longer than ${MAX_SEARCH} signs and was cut there`);
  if (scope && raw('scope') !== '' && !scope.choices.some(({ key }) => key === raw('scope')))
    refuse('scope', 'Scope', raw('scope'), `is none of ${scope.choices.map(({ key }) => key).join(', ')}`);
  for (const facet of definition.facets) {
    const values = [...new Set(facets[facet.key] ?? [])].filter((value) => value !== '');
    const [good, bad] = [values.filter((value) => fits(facet, value)), values.filter((value) => !fits(facet, value))];
    for (const value of bad.slice(0, 3)) refuse(facet.key, facet.label, value, whyNot(facet));
    const most = mostOf(facet);
    if (good.length > most)
      refuse(facet.key, facet.label, good[most] ?? '', `is one of ${good.length} values; at most ${most} can be asked for`);
  }
  if (range)
    for (const [key, label] of [
      ['from', 'From'],
      ['to', 'To'],
    ] as const)
      if (raw(key) !== '' && !isDay(raw(key).slice(0, 10))) refuse(key, label, raw(key), NO_DAY);
  return refused;
}
