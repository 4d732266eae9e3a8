// Whether a rule set has to be told of the market: where it has not, nothing is loaded for it.
import { ruleOf, RULES } from '@/lib/rules/register';
import type { RuleSet } from '@/lib/rules/types';

export function readsMarket({ instances }: RuleSet): boolean {
  return instances.some(({ rule, params }) => ruleOf(rule).readsMarket?.(params) ?? false);
}

/** Codes of the rules that read it at all, with these parameters or others. */
export function marketRules(): string[] {
  return RULES.filter((rule) => rule.readsMarket !== undefined).map(({ code }) => code);
}
