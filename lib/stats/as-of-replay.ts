// Loads an account whole and tells where it stood at an instant.
import { asOf, type AsOf } from '@/lib/stats/as-of';
import { loadWhole } from '@/lib/trades/whole-replay';

/** `early` before the account began; null where there is no such account. `under` names another version of its rules than those it had. */
export async function replayAsOf(accountId: string, at: number, under?: string): Promise<AsOf | 'early' | null> {
  const whole = await loadWhole(accountId, under);
  return whole && (asOf(whole.account, whole.ruleSet, at, whole.market) ?? 'early');
}
