// Statements and what they and the ledger do not agree on, as those who pay and audit see them.
import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { callFunction } from '@/lib/db/call';
import { UUID } from '@/lib/uuid';

const sum = z.object({ currency: z.string(), cents: z.number() });
const summary = z.object({
  currency: z.string(),
  theirs: z.number(),
  theirs_cents: z.number(),
  fees_cents: z.number(),
  ours: z.number(),
  ours_cents: z.number(),
  apart_cents: z.number(),
});
const statement = z.object({
  id: z.string(),
  provider: z.string(),
  file_name: z.string(),
  sha256: z.string(),
  covers_from: z.string(),
  covers_until: z.string(),
  totals: z.array(summary),
  imported_by_name: z.string().nullable(),
  imported_at: z.string(),
  compared_at: z.string(),
  lines: z.number(),
  others: z.number(),
  open_differences: z.number(),
  decided_differences: z.number(),
});
export type StatementRow = z.output<typeof statement>;

const adjustment = z.object({
  id: z.string(),
  ledger_account: z.string(),
  amount_cents: z.number(),
  currency: z.string(),
  reason: z.string(),
  state: z.string(),
  proposed_by: z.string(),
  proposed_by_name: z.string().nullable(),
  proposed_at: z.string(),
  transaction_id: z.string().nullable(),
});
const difference = z.object({
  id: z.string(),
  kind: z.enum(['only-theirs', 'only-ours', 'twice-theirs', 'amount-differs', 'state-differs', 'fee-taken']),
  payout_id: z.string().nullable(),
  reference: z.string().nullable(),
  ours: z.string().nullable(),
  theirs: z.string().nullable(),
  effect: z.array(sum),
  state: z.enum(['open', 'decided', 'agrees-now']),
  decision: z.string().nullable(),
  note: z.string().nullable(),
  decided_at: z.string().nullable(),
  decided_by_name: z.string().nullable(),
  version: z.number(),
  found_at: z.string(),
  payout_state: z.string().nullable(),
  provider: z.string(),
  trader_name: z.string().nullable(),
  adjustments: z.array(adjustment),
});
export type DifferenceRow = z.output<typeof difference>;
export type AdjustmentRow = z.output<typeof adjustment>;

const line = z.object({
  line: z.number(),
  reference: z.string(),
  words: z.string(),
  state: z.string(),
  amount_cents: z.number().nullable(),
  fee_cents: z.number(),
  currency: z.string().nullable(),
  occurred_at: z.string().nullable(),
});
export type StatementLineRow = z.output<typeof line>;

const balance = z.object({
  provider: z.string(),
  currency: z.string(),
  in_transit_cents: z.number(),
  paid_out_cents: z.number(),
  moved_cents: z.number(),
  heard_until: z.string().nullable(),
  open_differences: z.number(),
});
export type ProviderBalance = z.output<typeof balance>;

const columns = (schema: z.ZodObject) => Object.keys(schema.shape).join(', ');
const LATEST = 100;
const MOST_LINES = 1000;

export async function readStatements(client: SupabaseClient): Promise<StatementRow[]> {
  const query = client.from('payout_statements_list').select(columns(statement));
  const { data, error } = await query.order('imported_at', { ascending: false }).order('id').limit(LATEST);
  if (error) throw new Error(`payout_statements_list: ${error.message}`);
  return z.array(statement).parse(data);
}

export const readProviderBalances = async (client: SupabaseClient): Promise<ProviderBalance[]> =>
  z.array(balance).parse(await callFunction(client, 'provider_balances', {}));

interface OpenedStatement {
  statement: StatementRow;
  differences: DifferenceRow[];
  lines: StatementLineRow[];
}

export async function readStatement(client: SupabaseClient, id: string): Promise<OpenedStatement | null> {
  if (!UUID.test(id)) return null;
  const [row, differences, lines] = await Promise.all([
    client.from('payout_statements_list').select(columns(statement)).eq('id', id).maybeSingle(),
    client
      .from('payout_differences_list')
      .select(columns(difference))
      .eq('statement_id', id)
      .order('found_at')
      .order('id')
      .limit(MOST_LINES),
    client.from('payout_statement_lines').select(columns(line)).eq('statement_id', id).order('line').limit(MOST_LINES),
  ]);
  const failed = row.error ?? differences.error ?? lines.error;
  if (failed) throw new Error(`The statement could not be read: ${failed.message}`);
  if (!row.data) return null;
  return {
    statement: statement.parse(row.data),
    differences: z.array(difference).parse(differences.data),
    lines: z.array(line).parse(lines.data),
  };
}
