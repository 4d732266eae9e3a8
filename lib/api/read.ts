// What the REST doors answer about accounts, in the columns of earlier clients, read with the caller's own rights.
import type { SupabaseClient } from '@supabase/supabase-js';
import { olderThan, pageOf, type Page, type Position } from '@/lib/api/paging';
import { refuse, type Result } from '@/lib/refusal';
import { UUID } from '@/lib/uuid';

type Row = Record<string, unknown>;
export interface Listed {
  items: Row[];
  next_cursor: string | null;
}

const notFound = () => refuse('not-found', 'There is no such account.');

/** An account and its present state; ids that are none, or belong to others, are one answer. */
export async function accountById(client: SupabaseClient, id: string): Promise<Result<Row>> {
  if (!UUID.test(id)) return notFound();
  const { data, error } = await client.from('connected_accounts').select('*').eq('id', id).maybeSingle();
  if (error) throw new Error(`connected_accounts: ${error.message}`);
  if (!data) return notFound();
  const states = await presentStates(client, [id]);
  return { ok: true, value: { ...(data as Row), state: states.get(id) ?? null } };
}

/** Accounts the caller may see, newest first, each with its present state. */
export async function accountsPage(client: SupabaseClient, page: Page): Promise<Listed> {
  const rows = await newestFirst(client, { from: 'connected_accounts', by: 'created_at' }, page);
  const listed = pageOf(rows, page, ({ created_at, id }) => ({ at: String(created_at), id: String(id) }));
  const states = await presentStates(
    client,
    listed.items.map(({ id }) => String(id)),
  );
  return { ...listed, items: listed.items.map((row) => ({ ...row, state: states.get(String(row.id)) ?? null })) };
}

/** Money leaves as decimal text, so that no client reads it as a float on the way. */
const SNAPSHOT =
  'id, account_id, timestamp, equity::text, balance::text, realized_pnl::text, unrealized_pnl::text, high_water_mark::text, daily_pnl::text, open_positions, rule_states, created_at';

async function presentStates(client: SupabaseClient, ids: string[]): Promise<Map<string, Row>> {
  if (ids.length === 0) return new Map();
  const { data, error } = await client.from('account_state_snapshots').select(SNAPSHOT).in('account_id', ids).like('id', '%:now');
  if (error) throw new Error(`account_state_snapshots: ${error.message}`);
  return new Map(((data ?? []) as unknown as Row[]).map((row) => [String(row.account_id), row]));
}

interface Source {
  from: string;
  by: string;
  /** A day is there once; rows of one instant are told apart by their id. */
  tie?: 'none';
  columns?: string;
  where?: Record<string, string>;
  since?: string;
  until?: string;
}

async function newestFirst(
  client: SupabaseClient,
  { from, by, tie, columns = '*', where = {}, since, until }: Source,
  page: Page,
): Promise<Row[]> {
  let request = client.from(from).select(columns);
  for (const [column, value] of Object.entries(where)) request = request.eq(column, value);
  if (since !== undefined) request = request.gte(by, since);
  if (until !== undefined) request = request.lte(by, until);
  if (page.after) request = tie ? request.lt(by, page.after.at) : request.or(olderThan(by, page.after));
  request = request.order(by, { ascending: false });
  if (!tie) request = request.order('id', { ascending: false });
  const { data, error } = await request.limit(page.limit + 1);
  if (error) throw new Error(`${from}: ${error.message}`);
  return (data ?? []) as unknown as Row[];
}

const OF_ACCOUNT = {
  trades: { from: 'trades_list', by: 'close_time' },
  metrics: { from: 'daily_stats', by: 'trading_day', tie: 'none' },
  snapshots: { from: 'account_state_snapshots', by: 'timestamp', columns: SNAPSHOT },
} as const;
type OfAccount = keyof typeof OF_ACCOUNT;

/** What hangs on an account the caller may see, newest first. `since` and `until` are inclusive. */
export async function ofAccount(
  client: SupabaseClient,
  kind: OfAccount,
  id: string,
  page: Page,
  range: { since?: string; until?: string } = {},
): Promise<Result<Listed>> {
  const account = await accountById(client, id);
  if (!account.ok) return account;
  const source: Source = OF_ACCOUNT[kind];
  const rows = await newestFirst(client, { ...source, where: { account_id: id }, ...range }, page);
  const positionOf = (row: Row): Position => ({ at: String(row[source.by]), id: String(row.id ?? row[source.by]) });
  return { ok: true, value: pageOf(rows, page, positionOf) };
}
