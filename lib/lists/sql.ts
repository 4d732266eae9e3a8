// A list's filters as SQL, for what PostgREST cannot answer: counts of every facet in one pass, and a cursor for the CSV.
// Names come from the definition only, values travel as parameters: nothing a person typed becomes SQL text.
import { MOST_COUNTED, type FacetCounts, type FacetDefinition, type ListDefinition, type ListQuery } from './definition';
import { boundsAsked, type Bound } from './bounds';
import { likePattern, rangeEnd, scopeInForce, wholeIn } from './query';

export interface Statement {
  text: string;
  values: unknown[];
}

const MAX_FACET_VALUES = 100;

/** Rows of the list in its order, ties by id, without paging. */
export function rowsStatement(definition: ListDefinition, query: ListQuery, columns: string[], found?: string[] | null): Statement {
  const values: unknown[] = [];
  const where = [
    ...common(definition, query, values, found),
    ...definition.facets.map((facet) => facetTest(definition, query, facet, values)),
  ];
  const direction = query.desc ? 'desc' : 'asc';
  const first = definition.sorts[query.sort];
  const order = [
    ...(first ? [`${quoted(first)} ${direction} nulls last`] : []),
    ...definition.key.map((name) => `${quoted(name)} ${direction}`),
  ];
  return {
    text:
      `select ${columns.map(quoted).join(', ')} from public.${quoted(definition.view)} where ${where.join(' and ')}` +
      ` order by ${order.join(', ')}`,
    values,
  };
}

/** A filter that comes by link only is never counted, and a range has no values to count. */
const isCounted = (facet: FacetDefinition): boolean => !facet.hidden && facet.kind !== 'range';

/** In place of a facet: the rows of the list as it stands, every filter holding. */
const ALL_ROWS = -1;

/** A row of the answer; where `value` is null, the rows that the counts of the facet were taken over. */
export interface CountedRow {
  facet: number;
  value: string | null;
  count: number;
}

/**
 * Counts per facet and value. A facet's counts ignore its own filter; every other filter holds. Facets of which nothing was asked for stand under the
 * same filters and are counted side by side in one reading; each of the others has one of its own. A reading takes the newest rows up to a bound, where
 * the list begins with the newest.
 */
export function facetsStatement(
  definition: ListDefinition,
  query: ListQuery,
  { found, most = MOST_COUNTED }: { found?: string[] | null; most?: number } = {},
): Statement {
  const values: unknown[] = [];
  const where = common(definition, query, values, found);
  const all = definition.facets.map((facet, index) => ({ index, facet, test: facetTest(definition, query, facet, values) }));
  const counted = all.filter(({ facet }) => isCounted(facet));
  const asked = counted.filter(({ test }) => test !== 'true');
  const reading = (place: number, facets: Counted[], own?: Counted) => {
    const columns = facets.map(({ index, facet }) => `${quoted(facet.column)}${facet.kind === 'member' ? '' : '::text'} as v${index}`);
    const tests = [...where, ...all.filter((one) => one !== own && one.test !== 'true').map(({ test }) => test)];
    return (
      `b${place} as materialized (select ${columns.join(', ')} from public.${quoted(definition.view)}` +
      ` where ${tests.join(' and ')}${newestFirst(definition)} limit ${most + 1})`
    );
  };
  const free = counted.filter(({ test }) => test === 'true');
  const parts = [reading(0, free), ...asked.map((one, place) => reading(place + 1, [one], one))];
  const told = [
    `select ${ALL_ROWS}, null, count(*)::int from b0`,
    ...countsOf(free, 'b0'),
    ...asked.flatMap((one, place) => countsOf([one], `b${place + 1}`)),
  ];
  return {
    text:
      `with ${parts.join(', ')} select facet, value, count from (select *, row_number() over (partition by facet order by count desc, value) as place` +
      ` from (${told.join(' union all ')}) told(facet, value, count)) ranked` +
      ` where value is null or place <= ${MAX_FACET_VALUES} order by facet, count desc, value`,
    values,
  };
}

/** The order of a list that begins with its newest rows, which an index serves; others are counted as they come. */
function newestFirst(definition: ListDefinition): string {
  const column = definition.sorts[definition.defaultSort.replace(/^-/, '')];
  if (!definition.defaultSort.startsWith('-') || column === undefined || column !== definition.range?.column) return '';
  return ` order by ${[`${quoted(column)} desc nulls last`, ...definition.key.map((name) => `${quoted(name)} desc`)].join(', ')}`;
}

interface Counted {
  index: number;
  facet: FacetDefinition;
  test: string;
}

/** All facets of one value a row in one pass: each row that comes out belongs to one of them, which `grouping` tells. What is null belongs to no choice. */
function countsOf(facets: Counted[], base: string): string[] {
  if (facets.length === 0) return [];
  const plain = facets.filter(({ facet }) => facet.kind !== 'member');
  const names = plain.map(({ index }) => `v${index}`);
  const own = (place: number) => 2 ** names.length - 1 - 2 ** (names.length - 1 - place);
  const cases = (tell: (one: Counted) => string | number) =>
    `case g ${plain.map((one, place) => `when ${own(place)} then ${tell(one)}`).join(' ')} end`;
  const sideBySide =
    `select * from (select ${cases(({ index }) => index)} as facet, ${cases(({ index }) => `v${index}`)} as value, n::int from (select grouping(${names.join(', ')}) as g,` +
    ` ${names.join(', ')}, count(*) as n from ${base} group by grouping sets (${names.map((name) => `(${name})`).join(', ')})) grouped) told where value is not null`;
  const members = facets
    .filter(({ facet }) => facet.kind === 'member')
    .map(
      ({ index }) =>
        `select ${index}, value, count(*)::int from (select unnest(v${index}) as value from ${base}) held where value is not null group by value`,
    );
  const rows = facets.map(({ index }) => `select ${index}, null, count(*)::int from ${base}`);
  return [...(plain.length === 0 ? [] : [sideBySide]), ...members, ...rows];
}

/** Shapes the counted rows for the page: known values in their order, chosen ones kept even at zero, and all there can be where not every row was counted. */
export function shapeFacets(definition: ListDefinition, query: ListQuery, rows: CountedRow[], most = MOST_COUNTED): FacetCounts[] {
  return definition.facets.flatMap((facet, index) => {
    if (!isCounted(facet)) return [];
    const chosen = query.facets[facet.key] ?? [];
    const own = rows.filter((row) => row.facet === index);
    const isLeast = own.some(({ value, count }) => value === null && count > most);
    const counts = new Map(own.flatMap(({ value, count }) => (value === null ? [] : [[value, count]])));
    const there = isLeast ? [...(facet.order ?? []), ...Object.keys(facet.labels ?? {})] : [];
    const known = [...new Set([...(facet.order ?? []).filter((value) => counts.has(value)), ...there, ...counts.keys(), ...chosen])];
    const values = known.map((value) => ({
      value,
      label: facet.labels?.[value] ?? value,
      count: counts.get(value) ?? 0,
      isChosen: chosen.includes(value),
    }));
    return values.length > 0 ? [{ key: facet.key, label: facet.label, values, isLeast }] : [];
  });
}

/** How many rows the list has, or that it has more than were counted. */
export function totalOf(rows: CountedRow[], most = MOST_COUNTED): { total: number; isLeast: boolean } {
  const count = rows.find(({ facet, value }) => facet === ALL_ROWS && value === null)?.count ?? 0;
  return { total: Math.min(count, most), isLeast: count > most };
}

/** The few rows a search means, by their keys; of more than these it is asked row by row, and the newest of many are soon found. */
export const FEW_FOUND = 100;

/** Asks for what a search finds in the shorter list that it reads; null where it reads the list itself. */
export function searchStatement({ search }: ListDefinition, query: ListQuery): Statement | null {
  if (!search.of || !query.q) return null;
  const values: unknown[] = [];
  const from = `public.${quoted(search.of.view)}`;
  return {
    text: `select ${quoted(search.of.key)} as key from ${from} where ${within(search.columns, query.q, values)} limit ${FEW_FOUND + 1}`,
    values,
  };
}

function within(columns: string[], q: string, values: unknown[]): string {
  const place = values.push(likePattern(q));
  return `(${columns.map((column) => `${quoted(column)}::text ilike $${place}`).join(' or ')})`;
}

function searchTest({ search }: ListDefinition, q: string, values: unknown[], found: string[] | null | undefined): string {
  const whole = wholeIn(search, q).map((column) => `${quoted(column)} = $${values.push(q)}`);
  if (!search.of) return `(${[within(search.columns, q, values), ...whole].join(' or ')})`;
  const { view, key, column } = search.of;
  const keys = found
    ? `$${values.push(found)}::uuid[]`
    : `select ${quoted(key)} from public.${quoted(view)} where ${within(search.columns, q, values)}`;
  return `(${[`${quoted(column)} = any(${keys})`, ...whole].join(' or ')})`;
}

function common(definition: ListDefinition, query: ListQuery, values: unknown[], found?: string[] | null): string[] {
  const tests = ['true'];
  if (query.q) tests.push(searchTest(definition, query.q, values, found));
  if (definition.range && query.from) {
    values.push(`${query.from}T00:00:00Z`);
    tests.push(`${quoted(definition.range.column)} >= $${values.length}::timestamptz`);
  }
  if (definition.range && query.to) {
    values.push(rangeEnd(query.to));
    tests.push(`${quoted(definition.range.column)} < $${values.length}::timestamptz`);
  }
  return tests;
}

/** What is null matches no filter: neither a condition nor the filter of a count takes null for yes. */
function facetTest(definition: ListDefinition, query: ListQuery, facet: FacetDefinition, values: unknown[]): string {
  const chosen = query.facets[facet.key] ?? [];
  const column = quoted(facet.column);
  if (facet.kind === 'range') {
    return ['true', ...boundsAsked(facet, chosen).map((bound) => boundTest(facet.column, bound, values))].join(' and ');
  }
  if (chosen.length > 0) {
    values.push(chosen);
    if (facet.kind === 'member') return `${column} && $${values.length}::text[]`;
    // These are compared as such: of ids an index answers, and how many rows are so or not so is known ahead.
    if (facet.kind === 'uuid' || facet.kind === 'bool') return `${column} = any($${values.length}::${facet.kind}[])`;
    return `${column}::text = any($${values.length}::text[])`;
  }
  const scope = definition.scope?.facet === facet.key ? scopeInForce(definition, query) : null;
  if (!scope) return 'true';
  values.push(String(scope.equals));
  return `${quoted(scope.column)}::text = $${values.length}`;
}

/** An amount is compared in its own row's currency. */
function boundTest(column: string, bound: Bound, values: unknown[]): string {
  const place = (value: unknown) => `$${values.push(value)}`;
  const cases = bound.values.map(({ currencies, value }) =>
    currencies === null
      ? `else ${place(value)}::numeric`
      : `when "currency" = any(${place(currencies)}::text[]) then ${place(value)}::numeric`,
  );
  const least = cases.length === 1 ? (cases[0] ?? '').replace('else ', '') : `case ${cases.join(' ')} end`;
  return `${quoted(column)} ${bound.at === 'least' ? '>=' : '<='} ${least}`;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
