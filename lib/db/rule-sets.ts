// Published rule sets, parsed once. They never change, so this is the one cache of the house that cannot be stale.
import { LRUCache } from 'lru-cache';
import { serviceClient } from '@/lib/db/clients';
import type { Cents } from '@/lib/money';
import { compileRuleSet } from '@/lib/rules/rule-set';
import { sizedRules } from '@/lib/rules/sized';
import type { RuleSet } from '@/lib/rules/types';

const compiled = new LRUCache<string, RuleSet>({ max: 500 });

/** Rule sets by id. Throws for one that is missing or not valid: an account can only be pinned to a published one. */
export async function publishedRuleSets(ids: string[]): Promise<Map<string, RuleSet>> {
  const wanted = [...new Set(ids)];
  const missing = wanted.filter((id) => !compiled.has(id));
  if (missing.length > 0) {
    const { data, error } = await serviceClient().from('rule_sets').select('id, rules').in('id', missing);
    if (error) throw new Error(`Rule sets could not be read: ${error.message}`);
    for (const { id, rules } of data as { id: string; rules: unknown }[]) {
      const found = compileRuleSet(rules);
      if (!found.ok) throw new Error(`The published rule set ${id} does not compile: ${found.refusal.message}`);
      compiled.set(id, found.value);
    }
  }
  return new Map(wanted.map((id) => [id, ruleSet(id)]));
}

/** What one account is judged by. */
export async function rulesOfAccount(account: { rule_set_id: string; initial_balance_cents: Cents }): Promise<RuleSet> {
  const { rule_set_id: id, initial_balance_cents: initial } = account;
  return sizedRules((await publishedRuleSets([id])).get(id) ?? ruleSet(id), initial);
}

function ruleSet(id: string): RuleSet {
  const found = compiled.get(id);
  if (!found) throw new Error(`There is no rule set ${id}.`);
  return found;
}
