// Where an account stands: one state per rule instance, and the one that binds. Facts in, words and numbers out.
import { isHeld } from '@/lib/rules/episodes';
import { statusOf, usedBps } from '@/lib/rules/bands';
import { memoryOf } from '@/lib/rules/facts';
import type { MarketData } from '@/lib/rules/market';
import { ruleOf } from '@/lib/rules/register';
import { judgedOf, type Standing } from '@/lib/rules/rule';
import type { Facts, RuleInstance, RuleSet, RuleState, Status } from '@/lib/rules/types';

/** The state of every instance, in the register's order. Without market data the rules that need it stand unknown. */
export function assess(facts: Facts, ruleSet: RuleSet, market?: MarketData): RuleState[] {
  return ruleSet.instances.map((instance) => {
    const memory = memoryOf(facts, instance);
    const rule = ruleOf(instance.rule);
    const standing = rule.stand(judgedOf(rule, instance, ruleSet.header, market), memory.own, facts);
    const isFailed = facts.failed?.rule === instance.rule && facts.failed.instance === instance.instance;
    const isSticky = isFailed || isHeld(memory.gate, instance.consequence, facts.at);
    return stateOf(instance, standing, isSticky, ruleSet);
  });
}

/** The smallest money room over the rules that stop trading: `fail`, `block` and `pause`. Null when none can be told. */
export function bindingState(states: readonly RuleState[]): RuleState | null {
  let binding: RuleState | null = null;
  for (const state of states) {
    const stops = state.consequence === 'fail' || state.consequence === 'block' || state.consequence === 'pause';
    if (!stops || state.unit !== 'cents' || state.headroom === null) continue;
    if (binding === null || binding.headroom === null || state.headroom < binding.headroom) binding = state;
  }
  return binding;
}

/** A breach that recovers stays a breach, so a held consequence keeps its word until it ends. */
function stateOf(instance: RuleInstance, standing: Standing, isSticky: boolean, ruleSet: RuleSet): RuleState {
  const { outcome, unit, measured, limit, headroom, allowance, evidence, message } = standing;
  const known = headroom !== null && allowance !== null;
  return {
    rule: instance.rule,
    instance: instance.instance,
    consequence: instance.consequence,
    outcome: isSticky ? 'breach' : outcome,
    status: isSticky ? 'violated' : wordOf(standing, ruleSet),
    unit,
    measured,
    limit,
    headroom,
    allowance,
    used_bps: known ? usedBps(headroom, allowance) : null,
    evidence,
    message,
    after_reset: standing.after_reset ?? null,
  };
}

function wordOf(standing: Standing, ruleSet: RuleSet): Status {
  const { outcome, headroom, allowance, broken } = standing;
  if (outcome === 'unknown') return 'unknown';
  if (outcome === 'met' || outcome === 'not_met' || outcome === 'no_data') return 'none';
  if (headroom === null || allowance === null) return broken ? 'violated' : 'safe';
  return statusOf(headroom, allowance, broken, ruleSet.header);
}
