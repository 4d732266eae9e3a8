// When a broken rule is added again: a fail once and for all, a pause or flag once per instance and trading day,
// a block once until staff unblock and the rest of that day is over. One place, so that no rule repeats it.
import { nextReset } from '@/lib/day';
import { memoryOf, type Gate } from '@/lib/rules/facts';
import type { Tested, TestMoment } from '@/lib/rules/rule';
import type { Consequence, Facts, FoldEvent, Instant, RuleInstance, RuleSet, Verdict } from '@/lib/rules/types';

/** The verdict a test amounts to at this moment, or null while the instance keeps quiet. Moves the gate. */
export function raise(gate: Gate, instance: RuleInstance, tested: Tested, moment: TestMoment): Verdict | null {
  const consequence = tested.consequence ?? instance.consequence;
  const until = isTradeFlag(tested, consequence) ? null : pass(gate, instance, tested, consequence, moment.at);
  if (until === undefined) return null;
  return {
    rule: instance.rule,
    instance: instance.instance,
    subject: tested.subject ?? '',
    outcome: tested.outcome,
    consequence,
    status: tested.outcome === 'breach' ? 'violated' : 'unknown',
    unit: tested.unit,
    measured: tested.measured,
    limit: tested.limit,
    headroom: tested.headroom,
    used_bps: null,
    breached_at: moment.at,
    raised_key: moment.key,
    until,
    evidence: tested.evidence,
    message: tested.message,
  };
}

/** Staff ended the blocks, or reinstated what had failed: the rest of this trading day stays quiet, then everything is judged again. */
export function unblock(facts: Facts, ruleSet: RuleSet, event: FoldEvent): void {
  if (facts.failed !== null) {
    facts.failed = null;
    facts.spared_until = nextReset(event.at, ruleSet.header.reset);
  }
  for (const instance of ruleSet.instances) {
    const { gate } = memoryOf(facts, instance);
    if (!gate.is_blocked) continue;
    gate.is_blocked = false;
    gate.quiet_until = nextReset(event.at, instance.reset);
  }
}

/** Whether a breach that would end the account is let pass, because the account was reinstated that day. */
export function isSpared(facts: Facts, instance: RuleInstance, tested: Tested, at: Instant): boolean {
  if (facts.spared_until === undefined || at >= facts.spared_until) return false;
  return tested.outcome === 'breach' && (tested.consequence ?? instance.consequence) === 'fail';
}

/** Whether the consequence of an earlier breach still holds at the facts' clock: trading is off because of it. */
export function isHeld(gate: Gate, consequence: Consequence, at: Instant): boolean {
  if (gate.is_blocked) return true;
  return consequence === 'pause' && gate.quiet_until !== null && at < gate.quiet_until;
}

/** Whether an earlier breach keeps the instance silent at this instant. */
export function isQuiet(gate: Gate, at: Instant): boolean {
  return gate.is_blocked || (gate.quiet_until !== null && at < gate.quiet_until);
}

/** A trade is judged once, at its own event, so a flag on it needs no gate. */
function isTradeFlag(tested: Tested, consequence: Consequence): boolean {
  return (tested.subject ?? '') !== '' && (consequence === 'flag' || consequence === 'payout_gate');
}

/** Undefined while quiet, else when the consequence ends by itself. */
function pass(gate: Gate, instance: RuleInstance, tested: Tested, consequence: Consequence, at: Instant): Instant | null | undefined {
  if (tested.outcome === 'unknown') {
    if (gate.doubt_until !== null && at < gate.doubt_until) return undefined;
    gate.doubt_until = nextReset(at, instance.reset);
    return null;
  }
  if (consequence === 'fail') return null;
  if (isQuiet(gate, at)) return undefined;
  if (consequence === 'block') {
    gate.is_blocked = true;
    return null;
  }
  gate.quiet_until = nextReset(at, instance.reset);
  return gate.quiet_until;
}
