// Loads an account whole and tells where it stood at an instant.
import { asOf, type AsOf } from '@/lib/stats/as-of';
import { loadWhole } from '@/lib/trades/whole-replay';

/** `early` before the account began; null where there is no such account. */
export async function replayAsOf(accountId: string, at: number): Promise<AsOf | 'early' | null> {
  const whole = await loadWhole(accountId);
  return whole && (asOf(whole.account, whole.ruleSet, at, whole.market) ?? 'early');
}
