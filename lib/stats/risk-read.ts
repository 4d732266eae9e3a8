// The risk analysis as the database counts it under the reader's role; its shape is checked once, here.
import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { RISK_PAGE, type RiskAccountsQuery } from '@/lib/stats/risk-figures';

const count = z.number();
const funnelRow = z.object({
  challenge: z.string(),
  phase_id: z.string(),
  phase: z.string(),
  position: count,
  is_live: z.boolean(),
  rule_set_id: z.string(),
  code: z.string(),
  version: count,
  opened: count,
  traded: count,
  failed: count,
  passed: count,
  live: count,
  unfinished: count,
});
const ruleRow = z.object({
  rule: z.string(),
  held: count,
  breaches: count,
  broken: count,
  ended: count,
  warnings: count,
  warned: count,
});
const timesRow = z.object({
  challenge: z.string(),
  phase_id: z.string(),
  phase: z.string(),
  unfinished: count,
  untimed: count,
  breach_median: count.nullable(),
  pass_median: count.nullable(),
  breach: z.array(count),
  pass: z.array(count),
});
const durationRow = z.object({
  challenge: z.string(),
  phase_id: z.string(),
  phase: z.string(),
  rule_set_id: z.string(),
  code: z.string(),
  version: count,
  passed: count,
  pass_mean: count.nullable(),
  /** Quartiles: the middle half of the accounts lies between them. */
  pass_low: count.nullable(),
  pass_high: count.nullable(),
  failed: count,
  breach_mean: count.nullable(),
  breach_low: count.nullable(),
  breach_high: count.nullable(),
  unfinished: count,
  untimed: count,
});
const cohortRow = z.object({ week: z.string(), opened: count, failed: count, passed: count });
const conductRow = z.object({
  challenge: z.string(),
  phase_id: z.string(),
  phase: z.string(),
  rule_set_id: z.string(),
  code: z.string(),
  version: count,
  traded: count,
  /** Null where the version has no such rule, which is not nought. */
  robots: count.nullable(),
  revenge: count.nullable(),
  scalps: count.nullable(),
  winners: count,
  best_low: count.nullable(),
  best_median: count.nullable(),
  best_high: count.nullable(),
});
const crowdRow = z.object({
  symbol: z.string(),
  unit: z.string(),
  accounts: count,
  traders: count,
  buyers: count,
  sellers: count,
  buy_lots: z.string(),
  sell_lots: z.string(),
  net_lots: z.string(),
});
const analysisShape = z.object({
  funnel: z.array(funnelRow),
  rules: z.array(ruleRow),
  times: z.array(timesRow),
  durations: z.array(durationRow),
  cohorts: z.array(cohortRow),
  conduct: z.array(conductRow),
  crowding: z.array(crowdRow),
  holding: count,
  as_of: z.string(),
});

export type RiskAnalysis = z.infer<typeof analysisShape>;

export async function readRiskAnalysis(client: SupabaseClient): Promise<RiskAnalysis> {
  const { data, error } = await client.rpc('risk_analysis');
  if (error) throw new Error(`risk_analysis: ${error.message}`);
  return analysisShape.parse(data);
}

const accountRow = z.object({
  account_id: z.string(),
  login: z.string(),
  status: z.string(),
  opened_at: z.string(),
  first_trade_at: z.string().nullable(),
  decided_at: z.string().nullable(),
  ended_by: z.string().nullable(),
  trader: z.string(),
  challenge: z.string(),
  phase: z.string(),
  code: z.string(),
  version: count,
});
const accountsShape = z.object({ total: count, rows: z.array(accountRow) });

export type RiskAccount = z.infer<typeof accountRow>;

/** The accounts behind one figure, newest first. */
export async function readRiskAccounts(client: SupabaseClient, query: RiskAccountsQuery) {
  const { page, ...asked } = query;
  const { data, error } = await client.rpc('risk_accounts', { p: { ...asked, limit: RISK_PAGE, offset: (page - 1) * RISK_PAGE } });
  if (error) throw new Error(`risk_accounts: ${error.message}`);
  return accountsShape.parse(data);
}
