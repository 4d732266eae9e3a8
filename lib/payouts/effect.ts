// What a payout would do to its account, told by the judge itself: the payout is folded in as if it were approved now.
import { assess } from '@/lib/rules/assess';
import { evolve, openingMoment } from '@/lib/rules/evolve';
import type { MarketData } from '@/lib/rules/market';
import { EVENT_CLASS, orderKey } from '@/lib/rules/order';
import type { Consequence, Facts, Instant, RuleSet, RuleState } from '@/lib/rules/types';
import type { Cents } from '@/lib/money';

export interface Effect {
  balance_cents: Cents;
  balance_after_cents: Cents;
  high_water_cents: Cents;
  high_water_after_cents: Cents;
  /** `rule` is `code#instance`. */
  floors: { rule: string; before: Cents; after: Cents }[];
}
export interface Judged {
  effect: Effect;
  /** Rules the payout would break, and rules that cannot say whether it would. */
  breaks: string[];
  open: string[];
}

const STOPS: readonly Consequence[] = ['fail', 'block', 'pause'];
const stops = (one: { consequence: Consequence }) => STOPS.includes(one.consequence);

/** The facts as they stand at `now`, with every reset until then carried out. */
export function factsAt(facts: Facts, now: Instant, ruleSet: RuleSet, market?: MarketData): Facts {
  const at = Math.max(now, facts.at);
  return evolve(facts, { kind: 'clock', key: keyAt(at, EVENT_CLASS.clock, 'payout'), at, id: 'payout' }, ruleSet, { market }).facts;
}

/** `facts` are those of `factsAt`. */
export function effectOf(facts: Facts, gross: Cents, splitBps: number, ruleSet: RuleSet, market?: MarketData): Judged {
  const { at } = facts;
  const event = {
    kind: 'payout' as const,
    key: keyAt(at, EVENT_CLASS.payout, 'payout'),
    at,
    id: 'payout',
    amount_cents: gross,
    split_bps: splitBps,
  };
  const folded = evolve(facts, event, ruleSet, { market });
  const [before, after] = [openingMoment(facts, ruleSet).floors, openingMoment(folded.facts, ruleSet).floors];
  const stood = broken(assess(facts, ruleSet, market));
  const raised = folded.raised.filter(stops);
  const now = raised.filter(({ outcome }) => outcome === 'breach').map(nameOf);
  const standing = broken(assess(folded.facts, ruleSet, market)).filter((name) => !stood.includes(name));
  return {
    effect: {
      balance_cents: facts.balance_cents,
      balance_after_cents: folded.facts.balance_cents,
      high_water_cents: facts.high_water_cents,
      high_water_after_cents: folded.facts.high_water_cents,
      floors: Object.entries(after).map(([rule, floor]) => ({ rule, before: before[rule] ?? floor, after: floor })),
    },
    breaks: [...new Set([...now, ...standing])],
    open: raised.filter(({ outcome }) => outcome === 'unknown').map(nameOf),
  };
}

/** Rules that could stop the account and cannot tell whether they should. */
export function openRules(states: readonly RuleState[]): string[] {
  return states.filter((state) => stops(state) && state.outcome === 'unknown').map(({ rule }) => rule);
}

function broken(states: readonly RuleState[]): string[] {
  return states.filter((state) => stops(state) && state.outcome === 'breach').map(nameOf);
}

const nameOf = ({ rule, instance }: { rule: string; instance: number }) => `${rule}#${instance}`;
const keyAt = (at: Instant, eventClass: number, id: string) => orderKey(BigInt(at) * 1000n, eventClass, id);
