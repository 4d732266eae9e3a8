// Whether a batch found an account as the last one wrote it: a digest of the figures people read, for one version of its facts.
// Then there is nothing to write, and most runs of most accounts end there.
import { hash } from 'node:crypto';
import { equityOf } from '@/lib/rules/facts';
import type { Figures } from '@/lib/rules/figures';
import type { Facts } from '@/lib/rules/types';

export const BPS_OF_A_PERCENT = 100;

/** The words of a state follow from its figures under one rule set, so they are not read here. */
export function standingPrint(factsVersion: number, ruleSetId: string, facts: Facts, figures: readonly Figures[]): string {
  const { trading_day, start_balance_cents, start_equity_cents } = facts.day;
  const account = [factsVersion, ruleSetId, trading_day, start_balance_cents, start_equity_cents, equityOf(facts)];
  return hash('sha256', JSON.stringify([account, figures.map(told)]), 'base64url');
}

function told({ outcome, status, unit, measured, limit, headroom, allowance, used_bps: used }: Figures): unknown[] {
  const figures = [outcome, status, limit, allowance];
  // Seconds pass without anything having happened: a deadline is told anew when a whole percent of its time has gone.
  if (unit === 'seconds') return [...figures, used === null ? headroom : Math.floor(used / BPS_OF_A_PERCENT)];
  return [...figures, measured, headroom];
}
