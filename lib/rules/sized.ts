// The rules of an account that was scaled up: the document stays the one it was sold under, and every share of the initial balance is one
// of its own, larger one. Whoever judges an account takes its rule set through here.
import type { Cents } from '@/lib/money';
import { withTarget } from '@/lib/rules/rule-set';
import type { RuleSet } from '@/lib/rules/types';

/** Rule sets are kept for ever, so one for a size is made once; what is remembered by their objects then stays remembered. */
const sizes = new WeakMap<RuleSet, Map<Cents, RuleSet>>();

/** An account that begins at zero, by its rules or by itself, has no size to be judged by. */
export function sizedRules(ruleSet: RuleSet, initial: Cents): RuleSet {
  const { header, instances } = ruleSet;
  if (header.initial_cents === initial || header.initial_cents === 0 || initial === 0) return ruleSet;
  const known = sizes.get(ruleSet) ?? new Map<Cents, RuleSet>();
  const sized = known.get(initial) ?? { ...ruleSet, header: withTarget({ ...header, initial_cents: initial }, instances) };
  sizes.set(ruleSet, known.set(initial, sized));
  return sized;
}
