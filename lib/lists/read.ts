// Reads one page of a list through the caller's own session, so row-level security decides what there is to see.
// Facets and exports go through the pool under the same role and claims: PostgREST can neither group nor hold a cursor.
import type { SupabaseClient } from '@supabase/supabase-js';
import type { Pool, PoolClient } from 'pg';
import { DOWNLOAD_LIMITS, downloadPool, pool } from '@/lib/db/pool';
import { inSnapshot } from '@/lib/db/snapshot';
import { readHead } from '@/lib/events/read';
import { textStream } from '@/lib/text-stream';
import { boundFilter, boundsAsked } from './bounds';
import type { FacetCounts, ListDefinition, ListQuery } from './definition';
import { activeFilters, rangeEnd, scopeInForce, searchExpression, wholeIn } from './query';
import { sheetHead, sheetRow } from './sheet';
import { facetsStatement, FEW_FOUND, rowsStatement, searchStatement, shapeFacets, totalOf, type CountedRow } from './sql';

interface ListPage<Row> {
  rows: Row[];
  total: number;
  /** There are more rows than were counted. */
  isLeast?: boolean;
  /** The page that was really read: a link to a page that no longer exists shows the last one. */
  page: number;
  readAt: string;
}

const OUT_OF_RANGE = 'PGRST103';
const EXPORT_BATCH = 500;

/** Keys found by a search in a shorter list; null: more than a few, or the list is searched itself. */
type Found = string[] | null;

export async function readList<Row>(
  client: SupabaseClient,
  definition: ListDefinition,
  query: ListQuery,
  found: Found = null,
): Promise<ListPage<Row>> {
  const readAt = new Date().toISOString();
  const read = (page: number) => select<Row>(client, definition, { ...query, page }, found, true);
  const first = await read(query.page);
  if (!first.error) return { rows: first.rows, total: first.count ?? 0, page: query.page, readAt };
  if (first.error.code !== OUT_OF_RANGE) throw new Error(`${definition.view}: ${first.error.message}`);
  const start = await read(1);
  if (start.error) throw new Error(`${definition.view}: ${start.error.message}`);
  const total = start.count ?? 0;
  const last = Math.max(1, Math.ceil(total / query.size));
  const rows = last === 1 ? start : await read(last);
  if (rows.error) throw new Error(`${definition.view}: ${rows.error.message}`);
  return { rows: rows.rows, total, page: last, readAt };
}

/** So many rows may be passed over whole on the way to a page. */
const NEAR = 1000;

/**
 * A page far down, or in another order than the list's own, takes two questions, for its keys and for its rows: what a row shows is worked out for every
 * row that is sorted or passed over, and a book has millions of them.
 */
async function select<Row>(client: SupabaseClient, definition: ListDefinition, query: ListQuery, found: Found, isCounted: boolean) {
  const from = (query.page - 1) * query.size;
  const [key, second] = definition.key;
  const isOwnOrder = `${query.desc ? '-' : ''}${query.sort}` === definition.defaultSort;
  const byKeys = key !== undefined && second === undefined && (from >= NEAR || !isOwnOrder) ? key : null;
  const first = definition.sorts[query.sort];
  let request = filtered(client, definition, query, found, byKeys ?? definition.columns.join(','), isCounted);
  if (first) request = request.order(first, { ascending: !query.desc, nullsFirst: false });
  for (const name of definition.key) request = request.order(name, { ascending: !query.desc });
  const page = await request.range(from, from + query.size - 1);
  if (page.error || byKeys === null) return { rows: (page.data ?? []) as Row[], count: page.count, error: page.error };
  const keys = (page.data as unknown as Record<string, string | number>[]).map((row) => row[byKeys] ?? '');
  if (keys.length === 0) return { rows: [], count: page.count, error: null };
  const { data, error } = await client.from(definition.view).select(definition.columns.join(',')).in(byKeys, keys);
  const byKey = new Map(((data ?? []) as unknown as Record<string, string | number>[]).map((row) => [row[byKeys], row]));
  const rows = keys.map((one) => byKey.get(one)).filter((row) => row !== undefined);
  return { rows: rows as Row[], count: page.count, error };
}

function filtered(client: SupabaseClient, definition: ListDefinition, query: ListQuery, found: Found, columns: string, isCounted: boolean) {
  let request = client.from(definition.view).select(columns, isCounted ? { count: 'exact' } : {});
  const either: string[] = [];
  if (query.q) either.push(searchFilter(definition, query.q, found));
  for (const facet of definition.facets) {
    const chosen = query.facets[facet.key] ?? [];
    if (facet.kind === 'range') {
      for (const bound of boundsAsked(facet, chosen)) either.push(boundFilter(facet.column, bound));
    } else if (chosen.length > 0)
      request = facet.kind === 'member' ? request.filter(facet.column, 'ov', arrayText(chosen)) : request.in(facet.column, chosen);
  }
  // Of several alternatives beside each other the embedded API hears only the last one; inside one another both APIs hear all.
  if (either.length > 0)
    request = request.or(either.length === 1 ? (either[0] ?? '') : `and(${either.map((one) => `or(${one})`).join(',')})`);
  const scope = scopeInForce(definition, query);
  if (scope) request = request.eq(scope.column, scope.equals);
  if (definition.range && query.from) request = request.gte(definition.range.column, `${query.from}T00:00:00Z`);
  if (definition.range && query.to) request = request.lt(definition.range.column, rangeEnd(query.to));
  return request;
}

function searchFilter({ search }: ListDefinition, q: string, found: Found): string {
  const whole = wholeIn(search, q).map((column) => `${column}.eq."${q}"`);
  if (found && search.of) {
    const { column } = search.of;
    return [found.length === 0 ? `${column}.is.null` : `${column}.in.(${found.join(',')})`, ...whole].join(',');
  }
  return [...search.columns.map((column) => `${column}.imatch."${searchExpression(q)}"`), ...whole].join(',');
}

/** An array as Postgres writes one; the client library would leave its values bare. */
const arrayText = (values: string[]): string =>
  `{${values.map((value) => `"${value.replace(/["\\]/g, (sign) => `\\${sign}`)}"`).join(',')}}`;

type ListView<Row> =
  { page: ListPage<Row>; facets: FacetCounts[] | null; after: string | null; trouble: null } | { page: null; trouble: string };

/** All a list page draws. Counting or the stream may fail alone; without rows the page says what failed. */
export async function readListView<Row>(
  client: SupabaseClient,
  authUserId: string,
  definition: ListDefinition,
  query: ListQuery,
): Promise<ListView<Row>> {
  // The head is read first: what happens while the rows are read is then told twice rather than never.
  const after = await readHead().catch(() => null);
  try {
    const found = await readFound(authUserId, definition, query);
    const [page, counts] = await Promise.all([
      select<Row>(client, definition, query, found, false),
      readCounts(authUserId, definition, query, found).catch(() => null),
    ]);
    const readAt = new Date().toISOString();
    const passed = (query.page - 1) * query.size;
    // A page that no longer exists, and a list whose counting failed, are read again with the database's own count.
    if (counts === null || page.error || (page.rows.length === 0 && passed > 0)) {
      const counted = await readList<Row>(client, definition, query, found);
      return { page: counted, facets: counts?.facets ?? null, after, trouble: null };
    }
    const seen = passed + page.rows.length;
    const isEnd = page.rows.length < query.size;
    const total = isEnd ? seen : Math.max(counts.total, seen);
    return {
      page: { rows: page.rows, total, isLeast: counts.isLeast && !isEnd, page: query.page, readAt },
      facets: counts.facets,
      after,
      trouble: null,
    };
  } catch (trouble) {
    return { page: null, trouble: String(trouble) };
  }
}

async function readFound(authUserId: string, definition: ListDefinition, query: ListQuery): Promise<Found> {
  const statement = searchStatement(definition, query);
  if (!statement) return null;
  const { rows } = await asCaller(authUserId, (client) => client.query<{ key: string }>(statement));
  return rows.length > FEW_FOUND ? null : rows.map(({ key }) => key);
}

/** As `asCaller`, for work that waits for whoever downloads what it makes. Too slow a reader is let go, and sees the download fail. */
export const asDownloader = <T>(authUserId: string, work: (client: PoolClient) => Promise<T>): Promise<T> =>
  readAs(authUserId, work, downloadPool());

/** Runs work in one read-only snapshot as the person themselves, so the pool sees exactly what their session may. */
export const asCaller = <T>(authUserId: string, work: (client: PoolClient) => Promise<T>): Promise<T> => readAs(authUserId, work, pool());

function readAs<T>(authUserId: string, work: (client: PoolClient) => Promise<T>, from: Pool): Promise<T> {
  return inSnapshot(from, async (client) => {
    if (from === downloadPool()) await client.query(DOWNLOAD_LIMITS);
    const claims = JSON.stringify({ sub: authUserId, role: 'authenticated' });
    // Both spellings of who is asking: hosted and embedded Supabase read different ones.
    await client.query(
      `select set_config('request.jwt.claims', $1, true), set_config('request.jwt.claim.sub', $2, true),
              set_config('request.jwt.claim.role', 'authenticated', true), set_config('role', 'authenticated', true)`,
      [claims, authUserId],
    );
    return work(client);
  });
}

/** Counts of every facet and of the list itself, from one snapshot. `most`: how many rows are counted at most. */
export async function readCounts(authUserId: string, definition: ListDefinition, query: ListQuery, found: Found = null, most?: number) {
  const statement = facetsStatement(definition, query, { found, most });
  const { rows } = await asCaller(authUserId, (client) => client.query<CountedRow>(statement));
  return { facets: shapeFacets(definition, query, rows, most), ...totalOf(rows, most) };
}

/** The filtered set as CSV, in the list's own order, from one snapshot and with bounded memory. */
export function exportList(authUserId: string, definition: ListDefinition, query: ListQuery, now: Date): ReadableStream<Uint8Array> {
  const columns = definition.exports.map((one) => one.column);
  // Only money is told apart by its currency; a list without any need not have one.
  const needed = definition.exports.some(({ kind }) => kind === 'money') ? [...new Set([...columns, 'currency'])] : columns;
  return textStream((send) =>
    asDownloader(authUserId, async (client) => {
      await send(head(definition, query, now));
      const statement = rowsStatement(definition, query, needed);
      await client.query({ text: `declare listed no scroll cursor for ${statement.text}`, values: statement.values });
      for (;;) {
        const batch = await client.query<Record<string, unknown>>(`fetch ${EXPORT_BATCH} from listed`);
        if (batch.rows.length === 0) break;
        await send(batch.rows.map((row) => sheetRow(definition.exports, row)).join(''));
      }
    }),
  );
}

function head(definition: ListDefinition, query: ListQuery, now: Date): string {
  const filters = activeFilters(definition, query).map((filter) => `${filter.label}: ${filter.value}`);
  const scope = scopeInForce(definition, query) ? [`Scope: ${query.scope}`] : [];
  const described = [...scope, ...filters].join('; ') || 'none';
  return sheetHead(
    [
      `${definition.noun[1]}, filter: ${described}`,
      `sorted by ${query.sort}${query.desc ? ', descending' : ''}; times in UTC; taken ${now.toISOString()}`,
    ],
    definition.exports,
  );
}
