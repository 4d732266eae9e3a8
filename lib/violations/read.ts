// Reads verdicts with their evidence, through the reader's own session.
import type { SupabaseClient } from '@supabase/supabase-js';
import type { Evidence } from '@/lib/rules/types';
import { UUID } from '@/lib/uuid';

export interface ViolationRow {
  id: string;
  account_id: string;
  login: string;
  account_status: string;
  trader_name: string | null;
  currency: string;
  rule: string;
  instance: number;
  subject: string;
  outcome: string;
  consequence: string;
  severity: string;
  state: 'provisional' | 'confirmed' | 'withdrawn' | 'contested';
  measured_value: number | null;
  threshold_value: number | null;
  unit: string;
  over_by: number | null;
  breached_at: string;
  detected_at: string;
  rule_set_code: string | null;
  rule_set_version: number | null;
  message: string | null;
  challenge_title: string | null;
  phase_name: string | null;
  /** The zone whose clock ends the days of its account. */
  server_zone: string | null;
}

export interface ViolationDetail extends ViolationRow {
  percentage_bps: number | null;
  evidence: Evidence[] | null;
  trade_ticket: string | null;
  rule_set_id: string;
  resolved_at: string | null;
  resolution: string | null;
  /** The judge that came to it; null where that was not kept yet. */
  engine: string | null;
}

export async function readViolation(client: SupabaseClient, id: string): Promise<ViolationDetail | null> {
  if (!UUID.test(id)) return null;
  const [listed, judged] = await Promise.all([
    client.from('violations_list').select('*').eq('id', id).maybeSingle(),
    client.from('risk_violations').select('engine').eq('id', id).maybeSingle<{ engine: string | null }>(),
  ]);
  if (listed.error) throw new Error(`violations_list: ${listed.error.message}`);
  if (judged.error) throw new Error(`risk_violations: ${judged.error.message}`);
  return listed.data && ({ ...listed.data, engine: judged.data?.engine ?? null } as ViolationDetail);
}

/** Verdicts that wait for a person, oldest first: they stand on top of the list whatever its order. */
export async function readWaiting(client: SupabaseClient, limit: number): Promise<{ rows: ViolationRow[]; total: number }> {
  const { data, error, count } = await client
    .from('violations_list')
    .select('*', { count: 'exact' })
    .in('state', ['provisional', 'contested'])
    .order('breached_at', { ascending: true })
    .order('id', { ascending: true })
    .limit(limit);
  if (error) throw new Error(`violations_list: ${error.message}`);
  return { rows: (data ?? []) as ViolationRow[], total: count ?? 0 };
}

/** Verdicts of one account, newest first; the chart marks them and its tab lists them. */
export async function readAccountViolations(client: SupabaseClient, accountId: string): Promise<ViolationRow[]> {
  const { data, error } = await client
    .from('violations_list')
    .select('*')
    .eq('account_id', accountId)
    .order('breached_at', { ascending: false })
    .order('id', { ascending: false })
    .limit(200);
  if (error) throw new Error(`violations_list: ${error.message}`);
  return (data ?? []) as ViolationRow[];
}
