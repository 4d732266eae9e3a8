// Published rule sets, parsed once. They never change, so this is the one cache of the house that cannot be stale.
import { LRUCache } from 'lru-cache';
import { serviceClient } from '@/lib/db/clients';
import { compileRuleSet } from '@/lib/rules/rule-set';
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

function ruleSet(id: string): RuleSet {
  const found = compiled.get(id);
  if (!found) throw new Error(`There is no rule set ${id}.`);
  return found;
}
