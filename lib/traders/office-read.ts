// One trader as the office reads them, through the reader's own session: row-level security masks the address and leaves out what a role
// does not see.
import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { HISTORY_COLUMNS, historyLine, type HistoryLine } from '@/lib/events/line';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MOST = 200;

const trader = z.object({
  id: z.string(),
  full_name: z.string(),
  email: z.string(),
  country: z.string().nullable(),
  kyc_status: z.string(),
  access: z.enum(['active', 'disabled', 'banned']),
  disabled_reason: z.string().nullable(),
  disabled_at: z.string().nullable(),
  has_signed_up: z.boolean(),
  invited_at: z.string().nullable(),
  last_login_at: z.string().nullable(),
  created_at: z.string(),
  accounts: z.number(),
  living_accounts: z.number(),
  /** By currency; null for those who do not read payouts. */
  paid: z.array(z.object({ currency: z.string(), cents: z.number() })).nullable(),
});
export type TraderRow = z.infer<typeof trader>;

/** Null where there is no such trader; an id that is none is treated the same. */
export async function readTrader(client: SupabaseClient, id: string): Promise<TraderRow | null> {
  if (!UUID.test(id)) return null;
  const { data, error } = await client.from('traders_list').select('*').eq('id', id).maybeSingle();
  if (error) throw new Error(`traders_list: ${error.message}`);
  return data === null ? null : trader.parse(data);
}

async function rowsOf<S extends z.ZodType>(
  name: string,
  schema: S,
  asked: PromiseLike<{ data: unknown; error: { message: string } | null }>,
) {
  const { data, error } = await asked;
  if (error) throw new Error(`${name}: ${error.message}`);
  return z.array(schema).parse(data);
}

const account = z.object({
  id: z.string(),
  login: z.string(),
  status: z.string(),
  risk_state: z.enum(['safe', 'caution', 'critical', 'violated', 'unknown']),
  challenge_title: z.string().nullable(),
  phase_name: z.string().nullable(),
  balance_cents: z.number().nullable(),
  headroom_cents: z.number().nullable(),
  currency: z.string(),
  is_alive: z.boolean(),
  created_at: z.string(),
});
export type TraderAccount = z.infer<typeof account>;

export const readTraderAccounts = (client: SupabaseClient, traderId: string): Promise<TraderAccount[]> =>
  rowsOf(
    'accounts_list',
    account,
    client
      .from('accounts_list')
      .select('id,login,status,risk_state,challenge_title,phase_name,balance_cents,headroom_cents,currency,is_alive,created_at')
      .eq('trader_id', traderId)
      .order('is_alive', { ascending: false })
      .order('created_at', { ascending: false })
      .order('id')
      .limit(MOST),
  );

const order = z.object({
  id: z.string(),
  provider: z.string(),
  order_id: z.string(),
  product_name: z.string(),
  amount_cents: z.number(),
  currency: z.string(),
  state: z.string(),
  problem: z.string().nullable(),
  account_id: z.string().nullable(),
  created_at: z.string(),
});
export type TraderOrder = z.infer<typeof order>;

export const readTraderOrders = (client: SupabaseClient, traderId: string): Promise<TraderOrder[]> =>
  rowsOf(
    'orders',
    order,
    client
      .from('orders')
      .select('id,provider,order_id,product_name,amount_cents,currency,state,problem,account_id,created_at')
      .eq('trader_id', traderId)
      .order('created_at', { ascending: false })
      .order('id')
      .limit(MOST),
  );

const login = z.object({
  id: z.number(),
  occurred_at: z.string(),
  email: z.string(),
  address: z.string().nullable(),
  user_agent: z.string().nullable(),
  succeeded: z.boolean(),
  who: z.enum(['staff', 'trader', 'unknown']),
  name: z.string().nullable(),
  role: z.string().nullable(),
  trader_id: z.string().nullable(),
});
export type LoginRow = z.infer<typeof login>;

export const readTraderLogins = (client: SupabaseClient, traderId: string): Promise<LoginRow[]> =>
  rowsOf(
    'logins_list',
    login,
    client
      .from('logins_list')
      .select('*')
      .eq('trader_id', traderId)
      .order('occurred_at', { ascending: false })
      .order('id', { ascending: false })
      .limit(50),
  );

const note = z.object({ id: z.string(), body: z.string(), created_at: z.string(), staff_id: z.string() });

export async function readTraderNotes(client: SupabaseClient, traderId: string) {
  const notes = await rowsOf(
    'trader_notes',
    note,
    client
      .from('trader_notes')
      .select('id,body,created_at,staff_id')
      .eq('trader_id', traderId)
      .order('created_at', { ascending: false })
      .limit(MOST),
  );
  const ids = [...new Set(notes.map((one) => one.staff_id))];
  const { data } = ids.length === 0 ? { data: [] } : await client.from('staff').select('id,full_name,email').in('id', ids);
  const names = new Map((data ?? []).map((row) => [String(row.id), String(row.full_name || row.email)]));
  return notes.map(({ staff_id, ...one }) => ({ ...one, author: names.get(staff_id) ?? 'a colleague' }));
}

/** What happened to the person rather than to one of their accounts: how they came, KYC, access. */
export const readTraderHistory = (client: SupabaseClient, traderId: string): Promise<HistoryLine[]> =>
  rowsOf(
    'timeline',
    historyLine,
    client
      .from('timeline')
      .select(HISTORY_COLUMNS)
      .eq('trader_id', traderId)
      .is('account_id', null)
      .order('id', { ascending: false })
      .limit(100),
  );
