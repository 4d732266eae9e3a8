// An account that was moved to another version of its rules: which version ruled when. The move is one of the account's own events and
// carries the version it ends, so that events alone tell the whole story, in whatever order they arrived.
import type { StoredEvent } from '@/lib/accounts/loaded';
import { compileRuleSet } from '@/lib/rules/rule-set';
import { sizedRules } from '@/lib/rules/sized';
import type { RuleSet } from '@/lib/rules/types';
import { millisOf } from '@/lib/trades/instant-text';

/** The end of one version's rule and the beginning of the next. */
export interface RuleMove {
  /** Order key of the move: after everything of its instant. */
  key: string;
  at: number;
  from_rule_set_id: string;
  to_rule_set_id: string;
  /** The document that ruled until here. */
  from_rules: unknown;
}
interface RulesInForce {
  rule_set_id: string;
  ruleSet: RuleSet;
}

export function movesOf(events: readonly StoredEvent[]): RuleMove[] {
  const moves = events.filter((one) => one.kind === 'migration');
  return moves.map(({ order_key, occurred_at, data }) => ({
    ...(data as Pick<RuleMove, 'from_rule_set_id' | 'to_rule_set_id' | 'from_rules'>),
    key: order_key,
    at: millisOf(occurred_at),
  }));
}

/** The version in force at an instant: what the next move ends, or the one the account is pinned to where no move follows. */
export function rulesAt(events: readonly StoredEvent[], pinned: RulesInForce, at: number): RulesInForce {
  const next = movesOf(events).find((move) => move.at > at);
  return next ? rulesBefore(next, pinned.ruleSet) : pinned;
}

/** For the account that `pinned` is sized to. */
export function rulesBefore(move: RuleMove, pinned: RuleSet): RulesInForce {
  const compiled = compileRuleSet(move.from_rules);
  if (!compiled.ok) throw new Error(`The rule set ${move.from_rule_set_id} does not compile: ${compiled.refusal.message}`);
  return { rule_set_id: move.from_rule_set_id, ruleSet: sizedRules(compiled.value, pinned.header.initial_cents) };
}
