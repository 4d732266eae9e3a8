// An account at a past instant, in the columns of earlier clients: rebuilt by replay, so it is what was true and not what was kept.
import type { SupabaseClient } from '@supabase/supabase-js';
import { accountById } from '@/lib/api/read';
import { formatMoney } from '@/lib/money';
import { publishedRuleSets } from '@/lib/db/rule-sets';
import { accept, refuse, type Result } from '@/lib/refusal';
import { replayAsOf } from '@/lib/stats/as-of-replay';

/** Replay reads with the firm's key, so the caller's own right to the account is asked first. */
export async function snapshotAt(client: SupabaseClient, id: string, at: string, now: Date): Promise<Result<unknown>> {
  const seen = await accountById(client, id);
  if (!seen.ok) return seen;
  const instant = Date.parse(at);
  if (instant > now.getTime()) return refuse('invalid', 'at lies in the future.', { path: 'at' });
  const stood = await replayAsOf(id, instant);
  if (stood === null || stood === 'early') return refuse('not-found', 'The account did not exist yet.');
  const { data, error } = await client.from('accounts').select('rule_set_id').eq('id', id).single();
  if (error) throw new Error(`accounts: ${error.message}`);
  const ruleSetId = String((data as { rule_set_id: string }).rule_set_id);
  const digits = (await publishedRuleSets([ruleSetId])).get(ruleSetId)?.header.minor_digits ?? 2;
  const { figures } = stood;
  const major = (cents: Parameters<typeof formatMoney>[0] | null) => (cents === null ? null : formatMoney(cents, digits));
  return accept({
    id: `${id}:${stood.at}`,
    account_id: id,
    timestamp: stood.at,
    balance: major(figures.balance_cents),
    equity: major(figures.equity_cents),
    high_water_mark: major(figures.high_water_cents),
    realized_pnl: major(figures.cumulative_profit_cents),
    open_positions: stood.positions,
    rule_states: figures.rule_states,
    created_at: stood.at,
  });
}
