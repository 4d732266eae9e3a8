// Loads an account whole and tells where it stood at an instant.
import { publishedRuleSets } from '@/lib/db/rule-sets';
import { loadAssessment } from '@/lib/db/ingest';
import { asOf, type AsOf } from '@/lib/stats/as-of';

/** `early` before the account began; null where there is no such account. */
export async function replayAsOf(accountId: string, at: number): Promise<AsOf | 'early' | null> {
  // An empty first key lies before every event, so everything is answered and no checkpoint is.
  const { accounts } = await loadAssessment([{ account_id: accountId, first_key: '', keys: [], reverses: [] }]);
  const account = accounts[0];
  if (!account) return null;
  const ruleSet = (await publishedRuleSets([account.rule_set_id])).get(account.rule_set_id);
  if (!ruleSet) throw new Error(`No rule set for account ${accountId}.`);
  return asOf(account, ruleSet, at) ?? 'early';
}
