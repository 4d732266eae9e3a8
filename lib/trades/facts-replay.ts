// An account's facts rebuilt from its first event: the proof that what is stored is what its history says, and the answer to "as of when".
import type { LoadedAccount } from '@/lib/accounts/loaded';
import type { Facts, RuleState, Verdict } from '@/lib/rules/types';
import { foldAccount } from '@/lib/trades/account-fold';
import { millisOf } from '@/lib/trades/instant-text';
import { rulesAt } from '@/lib/trades/rule-moves';
import { loadWhole } from '@/lib/trades/whole-replay';

export interface Rebuilt {
  account_id: string;
  login: string;
  rule_set: { id: string; code: string; version: number };
  events: number;
  facts: Facts;
  states: RuleState[];
  verdicts: Verdict[];
  /** The facts the account stands on now; null where it is yet to be folded. */
  stored: Facts | null;
}

/** Folds the account from zero, up to and including `until` where one is given; null where there is no such account. */
export async function rebuildFacts(accountId: string, until: number | null): Promise<Rebuilt | null> {
  const loaded = await loadWhole(accountId);
  if (!loaded) return null;
  const { account, ruleSet: pinned, market } = loaded;
  const { rule_set_id, ruleSet } = rulesAt(account.events, { rule_set_id: account.rule_set_id, ruleSet: pinned }, until ?? Infinity);
  const events = account.events.filter((one) => until === null || millisOf(one.occurred_at) <= until);
  const whole: LoadedAccount = { ...account, events, facts: null, checkpoint: null };
  const { facts, states, steps } = foldAccount(whole, [], ruleSet, market);
  return {
    account_id: account.account_id,
    login: account.login,
    rule_set: { id: rule_set_id, code: ruleSet.header.code, version: ruleSet.header.version },
    events: events.length,
    facts,
    states,
    verdicts: steps.flatMap((step) => step.raised),
    stored: account.facts,
  };
}
