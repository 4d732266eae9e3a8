// The days a funded account still has to wait or to trade, worked out from the same basis as its payouts.
import { payoutDayCounts, probationCount, type DayCount } from '@/lib/payouts/day-counts';
import { judgePayout, type Judgement } from '@/lib/payouts/read';
import { payoutTerms } from '@/lib/payouts/terms';

/** Empty where nothing is asked for, or there is no such account. Whoever asks has shown that they may see the account. */
export async function readDayCounts(accountId: string, now: Date): Promise<DayCount[]> {
  const judged = await judgePayout({ account_id: accountId, now: now.toISOString() });
  return judged ? dayCountsOf(judged, now) : [];
}

export function dayCountsOf({ basis, entitlement, ruleSet }: Judgement, now: Date): DayCount[] {
  const { account } = basis;
  const fundedAt = account.activated_at === null ? null : Date.parse(account.activated_at);
  const grounds = { fundedAt, softBreaches: basis.soft_breaches, openings: basis.openings };
  const { probation } = payoutTerms(ruleSet, account.profit_split_bps);
  const count = probationCount(probation, grounds, now.getTime(), ruleSet.header.reset);
  return [...(count ? [count] : []), ...payoutDayCounts(entitlement.checks)];
}
