// The fold of an account that was moved between versions. Each version judges its own time and no other: what happened before a move
// stays as it was judged, and the version after it has learnt from the whole history (references, peaks, days traded) without judging it.
import { assess } from '@/lib/rules/assess';
import { fold, type FoldOptions } from '@/lib/rules/evolve';
import { instanceKey, type InstanceMemory } from '@/lib/rules/facts';
import { compareKeys } from '@/lib/rules/order';
import type { Facts, FoldEvent, RuleSet } from '@/lib/rules/types';
import { walk, type KeyedEvent, type Step, type Walked } from '@/lib/trades/fold-steps';
import { rulesBefore, type RuleMove } from '@/lib/trades/rule-moves';

/** `keyed` holds every event from the start, the moves among them; `open` tells how the account began under a rule set. */
export function walkMoved(
  keyed: readonly KeyedEvent[],
  moves: readonly RuleMove[],
  pinned: RuleSet,
  open: (ruleSet: RuleSet) => Facts,
  options: FoldOptions = {},
): Walked {
  let ended: Facts | null = null;
  let steps: Step[] = [];
  for (const [place, until] of moves.entries()) {
    const { rule_set_id, ruleSet } = rulesBefore(until, pinned);
    const began = begin(keyed, moves[place - 1], ruleSet, open, ended, options);
    const own = walk(began, between(keyed, moves[place - 1], until), ruleSet, options);
    const last = lastStep(own.facts, keyed, until, ruleSet, options);
    ended = last.facts;
    // Only the present version's facts are ever gone on from.
    const told = [...steps, ...own.steps.map((step) => ({ ...step, rule_set_id })), { ...last.step, rule_set_id }];
    steps = told.map((step) => ({ ...step, checkpoints: [] }));
  }
  const move = moves.at(-1);
  const began = begin(keyed, move, pinned, open, ended, options);
  const own = walk(began, between(keyed, move, undefined), pinned, options);
  const lastBefore = steps.at(-1);
  if (move && lastBefore) lastBefore.checkpoints = [{ trading_day: began.day.trading_day, key: move.key, facts: began }];
  return { facts: own.facts, steps: [...steps, ...own.steps] };
}

/** How a version begins to rule: it knows what happened, and what the one before had ended or silenced stays so. */
function begin(
  keyed: readonly KeyedEvent[],
  since: RuleMove | undefined,
  ruleSet: RuleSet,
  open: (ruleSet: RuleSet) => Facts,
  ended: Facts | null,
  options: FoldOptions,
): Facts {
  const opening = open(ruleSet);
  if (since === undefined || ended === null) return opening;
  const past = keyed.filter(({ event }) => compareKeys(event.key, since.key) <= 0).map(({ event }) => event);
  const { facts } = fold(opening, past, ruleSet, { ...options, moments: false, judge: 'none' });
  const rules = { ...facts.rules };
  for (const key of ruleSet.instances.map(instanceKey)) {
    const before = ended.rules[key] as InstanceMemory | undefined;
    if (before) rules[key] = { ...(rules[key] as InstanceMemory), gate: before.gate };
  }
  return { ...facts, rules, failed: ended.failed };
}

/** Resets up to the move belong to the version that ends with it; the move itself is a clock and breaks nothing. */
function lastStep(facts: Facts, keyed: readonly KeyedEvent[], until: RuleMove, ruleSet: RuleSet, options: FoldOptions) {
  const event = keyed.find((one) => one.event.key === until.key)?.event ?? clock(until);
  const { facts: after, ...folded } = fold(facts, [event], ruleSet, { ...options, judge: 'resets' });
  return { facts: after, step: { ...folded, index: null, event, states: assess(after, ruleSet, options.market) } satisfies Step };
}

function clock({ key, at }: RuleMove): FoldEvent {
  return { kind: 'clock', key, at, id: key };
}

function between(keyed: readonly KeyedEvent[], since: RuleMove | undefined, until: RuleMove | undefined): KeyedEvent[] {
  return keyed.filter(
    ({ event: { key } }) =>
      (since === undefined || compareKeys(key, since.key) > 0) && (until === undefined || compareKeys(key, until.key) < 0),
  );
}
