// A list's filters as SQL, for what PostgREST cannot answer: counts of every facet in one pass, and a cursor for the CSV.
// Names come from the definition only, values travel as parameters: nothing a person typed becomes SQL text.
import type { FacetCounts, FacetDefinition, ListDefinition, ListQuery } from './definition';
import { boundsAsked, type Bound } from './bounds';
import { likePattern, rangeEnd, scopeInForce } from './query';

export interface Statement {
  text: string;
  values: unknown[];
}

const MAX_FACET_VALUES = 100;

/** Rows of the list in its order, ties by id, without paging. */
export function rowsStatement(definition: ListDefinition, query: ListQuery, columns: string[]): Statement {
  const values: unknown[] = [];
  const where = [...common(definition, query, values), ...definition.facets.map((facet) => facetTest(definition, query, facet, values))];
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

/**
 * Counts per facet and value. A facet's counts ignore its own filter; every other filter holds. One scan of the view, in which all facets are counted
 * side by side: a book has millions of trades. The `offset` keeps the planner from moving the grouped expressions about.
 */
export function facetsStatement(definition: ListDefinition, query: ListQuery): Statement {
  const values: unknown[] = [];
  const where = common(definition, query, values);
  const counted: Counted[] = [];
  for (const [index, facet] of definition.facets.entries()) {
    const test = facetTest(definition, query, facet, values);
    if (isCounted(facet)) counted.push({ index, facet, test: test === 'true' ? null : test });
    else where.push(test);
  }
  const columns = counted.flatMap(({ index, facet, test }) => [
    `${quoted(facet.column)}${facet.kind === 'member' ? '' : '::text'} as v${index}`,
    ...(test === null ? [] : [`(${test}) as t${index}`]),
  ]);
  const members = counted.filter(({ facet }) => facet.kind === 'member');
  const plain = counted.filter(({ facet }) => facet.kind !== 'member');
  const told = [
    ...(plain.length === 0 ? [] : [sideBySide(plain, counted)]),
    ...members.map(
      ({ index }) =>
        `select ${index}, value, count(*)::int from (select unnest(v${index}) as value from base where ${holding(counted, index)}) held group by value`,
    ),
  ];
  return {
    text:
      `with base as (select ${columns.join(', ')} from public.${quoted(definition.view)} where ${where.join(' and ')} offset 0)` +
      ` select facet, value, count from (select *, row_number() over (partition by facet order by count desc, value) as place` +
      ` from (${told.join(' union all ')}) told(facet, value, count) where value is not null and count > 0) ranked` +
      ` where place <= ${MAX_FACET_VALUES} order by facet, count desc, value`,
    values,
  };
}

/** A facet that is counted; null: nothing of it was asked for. */
type Counted = { index: number; facet: FacetDefinition; test: string | null };

/** The filters of every facet but one. */
const holding = (counted: Counted[], own: number): string =>
  ['true', ...counted.flatMap(({ index, test }) => (index === own || test === null ? [] : [`t${index}`]))].join(' and ');

/** All facets of one value a row in one pass: each row that comes out belongs to one of them, which `grouping` tells. */
function sideBySide(plain: Counted[], counted: Counted[]): string {
  const names = plain.map(({ index }) => `v${index}`);
  const own = (place: number) => 2 ** names.length - 1 - 2 ** (names.length - 1 - place);
  const cases = (tell: (one: Counted) => string | number) =>
    `case g ${plain.map((one, place) => `when ${own(place)} then ${tell(one)}`).join(' ')} end`;
  // Facets of which nothing was asked for are all counted under the same filters.
  const counts = [...new Set(plain.map(({ index }) => holding(counted, index)))];
  const count = (one: Counted) => `n${counts.indexOf(holding(counted, one.index))}`;
  return (
    `select ${cases(({ index }) => index)}, ${cases(({ index }) => `v${index}`)}, (${cases(count)})::int from (select grouping(${names.join(', ')}) as g,` +
    ` ${[...names, ...counts.map((filter, place) => `count(*) filter (where ${filter}) as n${place}`)].join(', ')}` +
    ` from base group by grouping sets (${names.map((name) => `(${name})`).join(', ')})) grouped`
  );
}

/** Shapes the counted rows for the page: known values in their order, chosen ones kept even at zero. */
export function shapeFacets(
  definition: ListDefinition,
  query: ListQuery,
  rows: { facet: number; value: string; count: number }[],
): FacetCounts[] {
  return definition.facets.flatMap((facet, index) => {
    if (!isCounted(facet)) return [];
    const chosen = query.facets[facet.key] ?? [];
    const counts = new Map(rows.filter((row) => row.facet === index).map((row) => [row.value, row.count]));
    const known = [...new Set([...(facet.order ?? []).filter((value) => counts.has(value)), ...counts.keys(), ...chosen])];
    const values = known.map((value) => ({
      value,
      label: facet.labels?.[value] ?? value,
      count: counts.get(value) ?? 0,
      isChosen: chosen.includes(value),
    }));
    return values.length > 0 ? [{ key: facet.key, label: facet.label, values }] : [];
  });
}

function common(definition: ListDefinition, query: ListQuery, values: unknown[]): string[] {
  const tests = ['true'];
  if (query.q) {
    values.push(likePattern(query.q));
    tests.push(`(${definition.search.columns.map((column) => `${quoted(column)}::text ilike $${values.length}`).join(' or ')})`);
  }
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
    // Ids are compared as such, so that the list of one account reads that account's rows only.
    return facet.kind === 'uuid' ? `${column} = any($${values.length}::uuid[])` : `${column}::text = any($${values.length}::text[])`;
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
