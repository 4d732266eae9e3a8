// A list's filters as SQL, for what PostgREST cannot answer: counts of every facet in one pass, and a cursor for the CSV.
// Names come from the definition only, values travel as parameters: nothing a person typed becomes SQL text.
import type { FacetCounts, FacetDefinition, ListDefinition, ListQuery } from './definition';
import { likePattern, rangeEnd, scopeInForce } from './query';

export interface Statement {
  text: string;
  values: unknown[];
}

const MAX_FACET_VALUES = 30;

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

/** Counts per facet and value. A facet's counts ignore its own filter; every other filter holds. One scan of the view. */
export function facetsStatement(definition: ListDefinition, query: ListQuery): Statement {
  const values: unknown[] = [];
  const where = common(definition, query, values);
  const tests = definition.facets.map((facet) => facetTest(definition, query, facet, values));
  // A filter that comes by link only is never counted, so its column is read only where the link asked for it.
  const columns = definition.facets.map((facet, index) =>
    facet.hidden
      ? `(${tests[index]}) as t${index}`
      : `${quoted(facet.column)}${facet.kind === 'member' ? '' : '::text'} as v${index}, (${tests[index]}) as t${index}`,
  );
  const counts = definition.facets.flatMap((facet, index) => {
    if (facet.hidden) return [];
    const others = definition.facets.flatMap((_, other) => (other === index ? [] : [`t${other}`]));
    return [
      `(select ${index} as facet, value, count(*)::int as count from (select ${facet.kind === 'member' ? `unnest(v${index})` : `v${index}`} as value from base` +
        ` where ${['true', ...others].join(' and ')}) counted where value is not null group by value order by count desc, value limit ${MAX_FACET_VALUES})`,
    ];
  });
  return {
    text: `with base as materialized (select ${columns.join(', ')} from public.${quoted(definition.view)} where ${where.join(' and ')}) ${counts.join(' union all ')}`,
    values,
  };
}

/** Shapes the counted rows for the page: known values in their order, chosen ones kept even at zero. */
export function shapeFacets(
  definition: ListDefinition,
  query: ListQuery,
  rows: { facet: number; value: string; count: number }[],
): FacetCounts[] {
  return definition.facets.flatMap((facet, index) => {
    if (facet.hidden) return [];
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

function facetTest(definition: ListDefinition, query: ListQuery, facet: FacetDefinition, values: unknown[]): string {
  const chosen = query.facets[facet.key] ?? [];
  if (chosen.length > 0) {
    values.push(chosen);
    if (facet.kind === 'member') return `coalesce(${quoted(facet.column)} && $${values.length}::text[], false)`;
    return `coalesce(${quoted(facet.column)}::text = any($${values.length}::text[]), false)`;
  }
  const scope = definition.scope?.facet === facet.key ? scopeInForce(definition, query) : null;
  if (!scope) return 'true';
  values.push(String(scope.equals));
  return `coalesce(${quoted(scope.column)}::text = $${values.length}, false)`;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
