// Tells an account again and finds one verdict in it: its derivation as the judge comes to it now, beside what was stored then.
import { canonicalJson } from '@/lib/canonical-json';
import { fold } from '@/lib/rules/evolve';
import { EVENT_CLASS, orderKey } from '@/lib/rules/order';
import type { FoldEvent, RuleSet, Verdict } from '@/lib/rules/types';
import { foldAccount, type AccountFold } from '@/lib/trades/account-fold';
import { movesOf, rulesBefore } from '@/lib/trades/rule-moves';
import { loadWhole, type WholeAccount } from '@/lib/trades/whole-replay';
import { derivationOf, type Derivation } from '@/lib/violations/derivation';
import type { ViolationDetail } from '@/lib/violations/read';

export interface Explained {
  violation_id: string;
  state: string;
  detected_at: string;
  /** The judge that came to it then, null where that was not kept; the derivation names the one that tells it now. */
  judged_by: string | null;
  /** Null where the history as it is now leads to no such verdict: a later event has taken it back. */
  derivation: Derivation | null;
  /** Whether what was stored says the same figures as what is told again. */
  agrees: boolean;
}

/** An account with its whole history folded once more. */
export type Retold = WholeAccount & { folded: AccountFold };

export function retold(whole: WholeAccount): Retold {
  return { ...whole, folded: foldAccount({ ...whole.account, facts: null, checkpoint: null }, [], whole.ruleSet, whole.market) };
}

/** The violation is one the asker may read; `document` is that of its rule set. */
export async function explainViolation(violation: ViolationDetail, document: unknown): Promise<Explained | null> {
  const whole = await loadWhole(violation.account_id);
  return whole && explainWithin(retold(whole), violation, document);
}

/** The same for one of several verdicts of an account that was told again once. */
export function explainWithin(told: Retold, violation: ViolationDetail, document: unknown): Explained {
  const { account } = told;
  const found = verdictIn(told, violation);
  const kept = { violation_id: violation.id, state: violation.state, detected_at: violation.detected_at, judged_by: violation.engine };
  if (!found) return { ...kept, derivation: null, agrees: false };
  const { login, platform, server, currency, initial_balance_cents } = account;
  const derivation = derivationOf({
    account: { id: account.account_id, login, platform, server, currency, initial_balance_cents },
    rule_set_id: violation.rule_set_id,
    ...found,
    document,
    events: account.events,
  });
  const agrees =
    String(found.verdict.measured) === String(violation.measured_value) &&
    String(found.verdict.limit) === String(violation.threshold_value) &&
    canonicalJson(found.verdict.evidence) === canonicalJson(violation.evidence ?? []);
  return { ...kept, derivation, agrees };
}

function verdictIn(
  { account, ruleSet: pinned, market, folded }: Retold,
  sought: ViolationDetail,
): { verdict: Verdict; ruleSet: RuleSet } | null {
  const own = account.rule_set_id;
  const told = folded.steps.flatMap((step) =>
    [...step.raised, ...step.warned].map((verdict) => ({ verdict, rule_set_id: step.rule_set_id ?? own })),
  );
  // The two APIs in use write instants differently.
  const at = new Date(sought.breached_at).getTime();
  if (at > folded.facts.at) {
    // Found at a reset after the last event: the clock is moved on to it, as the batch had moved it.
    const tick: FoldEvent = { kind: 'clock', key: orderKey(BigInt(at) * 1000n, EVENT_CLASS.clock, 'now'), at, id: 'now' };
    const later = fold(folded.facts, [tick], pinned, { market, judge: 'resets' });
    told.push(...[...later.raised, ...later.warned].map((verdict) => ({ verdict, rule_set_id: own })));
  }
  const match = told.find(
    ({ verdict, rule_set_id }) =>
      rule_set_id === sought.rule_set_id &&
      verdict.rule === sought.rule &&
      verdict.instance === sought.instance &&
      verdict.subject === sought.subject &&
      verdict.breached_at === at,
  );
  if (!match) return null;
  const move = movesOf(account.events).find((one) => one.from_rule_set_id === match.rule_set_id);
  return { verdict: match.verdict, ruleSet: match.rule_set_id === own || !move ? pinned : rulesBefore(move, pinned).ruleSet };
}
