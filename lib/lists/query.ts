// The URL of a list, read one way by the page, the filters in the browser and the CSV, so a pasted link shows the same rows.
import { createLoader, parseAsArrayOf, parseAsInteger, parseAsIsoDate, parseAsString, type inferParserType } from 'nuqs/server';
import type { FacetDefinition, ListDefinition, ListQuery } from './definition';
import { parseColumns } from './desk';
import { accepted, MAX_SEARCH, refusedFilters } from './fitting';
import { parseRange, rangeText } from './range';

const PAGE_SIZES = [25, 50, 100] as const;
const DEFAULT_SIZE = 50;
const MAX_PAGE = 100_000;
const DAY_MS = 86_400_000;

/** The parser map of a list. Facets are arrays under their own names; the rest is the same on every list. */
export function listParsers(definition: ListDefinition) {
  const facets = Object.fromEntries(definition.facets.map((facet) => [facet.key, parseAsArrayOf(parseAsString)]));
  return { ...baseParsers, ...facets };
}

const baseParsers = {
  q: parseAsString,
  page: parseAsInteger,
  size: parseAsInteger,
  sort: parseAsString,
  scope: parseAsString,
  from: parseAsIsoDate,
  to: parseAsIsoDate,
  cols: parseAsString,
};

type Input = URLSearchParams | Record<string, string | string[] | undefined>;
const rawText = (input: Input, key: string): string => {
  const raw = input instanceof URLSearchParams ? input.get(key) : input[key];
  return (Array.isArray(raw) ? raw[0] : raw) ?? '';
};

/** Reads a list's URL. What is not understood falls back to its default, because an old link must still open, and filters that did are named. */
export function readQuery(definition: ListDefinition, input: Input): ListQuery {
  const base = createLoader(baseParsers)(input);
  const facetParsers = Object.fromEntries(definition.facets.map((facet) => [facet.key, parseAsArrayOf(parseAsString)]));
  const facets: inferParserType<typeof facetParsers> = createLoader(facetParsers)(input);
  const refused = refusedFilters(definition, facets, (key) => rawText(input, key));
  return {
    q: (base.q ?? '').replaceAll('\u0000', '').trim().slice(0, MAX_SEARCH),
    page: Math.min(Math.max(base.page ?? 1, 1), MAX_PAGE),
    size: PAGE_SIZES.find((size) => size === base.size) ?? DEFAULT_SIZE,
    ...readSort(definition, base.sort ?? definition.defaultSort),
    scope: readScope(definition, base.scope),
    from: base.from ? dayText(base.from) : null,
    to: base.to ? dayText(base.to) : null,
    ...(base.cols && parseColumns(base.cols) ? { cols: base.cols } : {}),
    ...(refused.length > 0 ? { refused } : {}),
    facets: Object.fromEntries(definition.facets.map((facet) => [facet.key, accepted(facet, facets[facet.key] ?? [])])),
  };
}

function readSort(definition: ListDefinition, text: string): { sort: string; desc: boolean } {
  const desc = text.startsWith('-');
  const sort = desc ? text.slice(1) : text;
  if (Object.hasOwn(definition.sorts, sort)) return { sort, desc };
  const fallback = definition.defaultSort;
  return { sort: fallback.replace(/^-/, ''), desc: fallback.startsWith('-') };
}

function readScope(definition: ListDefinition, text: string | null): string {
  const scope = definition.scope;
  if (!scope) return '';
  return scope.choices.some((choice) => choice.key === text) ? (text as string) : scope.fallback;
}

function dayText(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** The first instant after the range: `to` is a whole UTC day. */
export function rangeEnd(to: string): string {
  return new Date(Date.parse(`${to}T00:00:00Z`) + DAY_MS).toISOString();
}

/** Text that `ilike` takes literally, wrapped to match anywhere. */
export function likePattern(q: string): string {
  return `%${q.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}

/** The columns a search is compared with whole; none where the text holds a sign that the APIs in use disagree about. */
export const wholeIn = ({ whole = [] }: ListDefinition['search'], q: string): string[] => (/["\\]/.test(q) ? [] : whole);

/** The same search as a regular expression without a backslash: inside a quoted filter the APIs in use disagree about what one means. */
export function searchExpression(q: string): string {
  return q.replace(/[.$*+?()[\]{}|_,\\^"]/g, (sign) => ('\\^"'.includes(sign) ? '.' : `[${sign}]`));
}

/** The scope's choice that applies, or null: values chosen by name replace it. */
export function scopeInForce(definition: ListDefinition, query: ListQuery) {
  const scope = definition.scope;
  if (!scope || (query.facets[scope.facet] ?? []).length > 0) return null;
  const choice = scope.choices.find((one) => one.key === query.scope);
  return choice && choice.equals !== null ? { column: scope.column, equals: choice.equals } : null;
}

/** The address of a list in another state, defaults left out so links stay short. Used by tiles and sort headers. */
export function listHref(definition: ListDefinition, query: ListQuery, change: Partial<ListQuery> = {}, path = definition.path): string {
  const next = { ...query, ...change };
  const sort = (next.desc ? '-' : '') + next.sort;
  const params = new URLSearchParams();
  if (next.q) params.set('q', next.q);
  if (definition.scope && next.scope !== definition.scope.fallback) params.set('scope', next.scope);
  for (const facet of definition.facets) {
    const values = next.facets[facet.key] ?? [];
    if (values.length > 0) params.set(facet.key, values.map((value) => value.replaceAll(',', encodeURIComponent(','))).join(','));
  }
  if (next.from) params.set('from', next.from);
  if (next.to) params.set('to', next.to);
  if (sort !== definition.defaultSort) params.set('sort', sort);
  if (next.size !== DEFAULT_SIZE) params.set('size', String(next.size));
  if (next.cols) params.set('cols', next.cols);
  if (next.page > 1) params.set('page', String(next.page));
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}

/** Whether anything narrows the list beyond its default view. */
export function isNarrowed(definition: ListDefinition, query: ListQuery): boolean {
  return activeFilters(definition, query).length > 0;
}

/** Every filter in force, in words, for the chips, the empty state and the head of the CSV. */
export function activeFilters(definition: ListDefinition, query: ListQuery): { key: string; label: string; value: string; raw: string }[] {
  const filters: { key: string; label: string; value: string; raw: string }[] = [];
  if (query.q) filters.push({ key: 'q', label: 'Search', value: query.q, raw: query.q });
  for (const facet of definition.facets) {
    for (const value of query.facets[facet.key] ?? []) {
      filters.push({ key: facet.key, label: facet.label, value: valueText(facet, value), raw: value });
    }
  }
  if (definition.range && query.from) filters.push({ key: 'from', label: 'From', value: query.from, raw: query.from });
  if (definition.range && query.to) filters.push({ key: 'to', label: 'To', value: query.to, raw: query.to });
  return filters;
}

function valueText(facet: FacetDefinition, value: string): string {
  const range = facet.kind === 'range' ? parseRange(value, facet.unit) : null;
  return range && facet.kind === 'range' ? rangeText(range, facet.unit) : (facet.labels?.[value] ?? value);
}
