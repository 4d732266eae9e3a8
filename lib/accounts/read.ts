// Reads one account and what hangs on it, through the reader's own session: what they may not see is not found.
import type { SupabaseClient } from '@supabase/supabase-js';
import type { RuleState } from '@/lib/rules/types';
import { UUID } from '@/lib/uuid';

export type RiskState = 'safe' | 'caution' | 'critical' | 'violated' | 'unknown';

/** A row of the accounts list. */
export interface AccountRow {
  id: string;
  login: string;
  platform: string;
  server: string;
  status: string;
  risk_state: RiskState;
  headroom_cents: number | null;
  allowance_cents: number | null;
  used_bps: number | null;
  nearest_rule: string | null;
  trader_id: string;
  trader_name: string | null;
  challenge_title: string | null;
  phase_name: string | null;
  rule_set_code: string | null;
  rule_set_version: number | null;
  currency: string;
  initial_balance_cents: number;
  balance_cents: number | null;
  equity_cents: number | null;
  profit_split_bps: number | null;
  copy_flag: boolean | string | null;
  data_source: string | null;
  trading_off_reason: string | null;
  last_event_at: string | null;
  is_alive: boolean;
  /** Since when nothing is known of its feed; null while it is heard. */
  feed_stale_since: string | null;
  /** The zone whose clock ends its days. */
  server_zone: string | null;
}

/** Everything the account page shows in its head. */
export interface AccountHead extends AccountRow {
  rule_states: RuleState[] | null;
  trader_email: string | null;
  is_live: boolean;
  phase_id: string;
  rule_set_id: string;
  high_water_cents: number | null;
  cumulative_profit_cents: number | null;
  trading_off_until: string | null;
  connection_slug: string | null;
  activated_at: string | null;
  closed_at: string | null;
  closure_reason: string | null;
  created_at: string;
  version: number;
}

/** Null when there is no such account for this reader; an id that is none is treated the same. */
export async function readAccount(client: SupabaseClient, id: string): Promise<AccountHead | null> {
  if (!UUID.test(id)) return null;
  const { data, error } = await client.from('accounts_list').select('*').eq('id', id).maybeSingle();
  if (error) throw new Error(`accounts_list: ${error.message}`);
  return data as AccountHead | null;
}

interface NoteRow {
  id: string;
  body: string;
  created_at: string;
  staff_id: string;
}

export async function readNotes(client: SupabaseClient, accountId: string): Promise<NoteRow[]> {
  const { data, error } = await client
    .from('account_notes')
    .select('id,body,created_at,staff_id')
    .eq('account_id', accountId)
    .order('created_at', { ascending: false })
    .order('id', { ascending: false })
    .limit(200);
  if (error) throw new Error(`account_notes: ${error.message}`);
  return (data ?? []) as NoteRow[];
}

/** Names of staff by id, as far as the reader may know them. */
export async function readStaffNames(client: SupabaseClient, ids: string[]): Promise<Record<string, string>> {
  if (ids.length === 0) return {};
  const { data } = await client
    .from('staff')
    .select('id,email')
    .in('id', [...new Set(ids)]);
  return Object.fromEntries((data ?? []).map((row) => [String(row.id), String(row.email)]));
}

interface MessageRow {
  id: string;
  webhook_id: string;
  /** Null where the bytes were no text; then the other one holds them. */
  body: string | null;
  body_base64: string | null;
  body_sha256: string;
  headers: Record<string, unknown> | null;
  auth: string;
  state: string;
  answer: unknown;
  received_at: string;
}

/** One raw message, if it brought an event of this account. Row-level security decides who may open it. */
export async function readMessage(client: SupabaseClient, accountId: string, inboxId: string): Promise<MessageRow | null> {
  if (!UUID.test(inboxId) || !UUID.test(accountId)) return null;
  const { data: brought, error: unread } = await client
    .from('account_events')
    .select('inbox_id')
    .eq('account_id', accountId)
    .eq('inbox_id', inboxId)
    .limit(1);
  if (unread) throw new Error(`account_events: ${unread.message}`);
  if (!brought || brought.length === 0) return null;
  const { data, error } = await client.from('inbox').select('*').eq('id', inboxId).maybeSingle();
  if (error) throw new Error(`inbox: ${error.message}`);
  return data as MessageRow | null;
}

/** The raw messages that brought these events of an account, by event id. */
export async function messagesOfEvents(client: SupabaseClient, accountId: string, eventIds: string[]): Promise<Record<string, string>> {
  if (eventIds.length === 0) return {};
  const { data } = await client
    .from('account_events')
    .select('external_id,inbox_id')
    .eq('account_id', accountId)
    .in('external_id', [...new Set(eventIds)].slice(0, 50))
    .not('inbox_id', 'is', null);
  return Object.fromEntries((data ?? []).map((row) => [String(row.external_id), String(row.inbox_id)]));
}

/** A version of the rules of an account's phase that was published at some time. */
export interface RuleVersion {
  id: string;
  code: string;
  version: number;
}

/** The newest first: what an account may be told again under. */
export async function readRuleVersions(client: SupabaseClient, phaseId: string): Promise<RuleVersion[]> {
  const { data, error } = await client
    .from('rule_sets')
    .select('id,code,version')
    .eq('phase_id', phaseId)
    .neq('state', 'draft')
    .order('version', { ascending: false })
    .limit(50);
  if (error) throw new Error(`rule_sets: ${error.message}`);
  return data as RuleVersion[];
}
