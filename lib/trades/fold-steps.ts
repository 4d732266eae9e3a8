// The walk over an account's events, in steps that end at each new one, because each new event is answered with its own verdict.
import { fold, type FoldOptions } from '@/lib/rules/evolve';
import { figuresOf } from '@/lib/rules/figures';
import type { MarketData } from '@/lib/rules/market';
import type { Facts, Folded, FoldEvent, RuleSet, RuleState } from '@/lib/rules/types';

/** As much of a rule's state as the answer to one event needs; the words are made once, for where the account stands in the end. */
export type Stood = Pick<RuleState, 'outcome' | 'consequence' | 'status' | 'measured'>;
/** The fold up to and including one new event: what it raised and where the account stood then. */
export interface Step extends Omit<Folded, 'facts'> {
  index: number | null;
  /** The event it ends with. */
  event: FoldEvent;
  /** Where every rule stood then; empty for an event that was answered before. */
  states: Stood[];
  /** Set where another version than the one the account is pinned to now was in force. */
  rule_set_id?: string;
}
/** An event in order; `index` is its place in the message, null where it was kept before. */
export interface KeyedEvent {
  event: FoldEvent;
  index: number | null;
}
export interface Walked {
  facts: Facts;
  steps: Step[];
}

export function walk(base: Facts, keyed: readonly KeyedEvent[], ruleSet: RuleSet, options: FoldOptions = {}): Walked {
  let facts = base;
  const mine = { ...options, owned: true };
  const steps: Step[] = [];
  let waiting: FoldEvent[] = [];
  keyed.forEach(({ event, index }, place) => {
    waiting.push(event);
    if (index === null && place < keyed.length - 1) return;
    // The first fold copies what it was given; from then on the facts are this walk's own.
    const folded = fold(facts, waiting, ruleSet, facts === base ? options : mine);
    facts = folded.facts;
    waiting = [];
    const { raised, warned, moments, checkpoints, days, doubts } = folded;
    const states = index === null ? [] : stoodAt(facts, ruleSet, options.market);
    steps.push({ raised, warned, moments, checkpoints, days, doubts, index, event, states });
  });
  return { facts, steps };
}

function stoodAt(facts: Facts, ruleSet: RuleSet, market: MarketData | undefined): Stood[] {
  return figuresOf(facts, ruleSet, market).map(({ outcome, consequence, status, measured }) => ({
    outcome,
    consequence,
    status,
    measured,
  }));
}
