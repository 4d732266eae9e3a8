// What a draft would have judged differently: an account's real history told twice, under the rules it is pinned to and under the draft.
// The same fold and the same assessment serve the door, so a draft that changes nothing differs in nothing.
import type { StoredEvent } from '@/lib/accounts/loaded';
import { cents, type Cents } from '@/lib/money';
import { assess } from '@/lib/rules/assess';
import { fold, openFacts, type FoldOptions } from '@/lib/rules/evolve';
import type { MarketData } from '@/lib/rules/market';
import { EVENT_CLASS, orderKey } from '@/lib/rules/order';
import { sizedRules } from '@/lib/rules/sized';
import type { FoldEvent, RuleSet, RuleState, Verdict } from '@/lib/rules/types';
import { storedFoldEvent } from '@/lib/trades/account-fold';
import type { BrokerEvent } from '@/lib/trades/event';
import { millisOf } from '@/lib/trades/instant-text';
import { walkMoved } from '@/lib/trades/moved-fold';
import { movesOf, type RuleMove } from '@/lib/trades/rule-moves';

interface AccountHistory {
  activated_at: string | null;
  initial_balance_cents: Cents;
  /** Every event the account kept, in order. */
  events: StoredEvent[];
  /** How far the clock went, where it went on after the last event. */
  until?: string;
}
export interface VerdictDifference {
  rule: string;
  instance: number;
  subject: string;
  /** `new`: only the draft raises it; `gone`: only today's rules do; `other`: both, with another outcome or consequence. */
  kind: 'new' | 'gone' | 'other';
  /** Null for where a rule stands at the end, which has no instant of its own. */
  at: number | null;
  before: string | null;
  after: string | null;
  message: string;
}
type Told = { at: number | null; rule: string; instance: number; subject: string; said: string; message: string };

/** A history ready to be folded under any rule set. */
export interface ToldHistory {
  activated_at: number | null;
  initial_balance_cents: Cents;
  events: FoldEvent[];
  moves: RuleMove[];
  /** Both sides are moved on to here: an idle account breaks its rules by the clock alone. Null goes no further than the last event. */
  until: number | null;
}

/** Verdicts that would differ, in order of time, and then where gates stand differently at the end of the history. */
export function whatIf(history: AccountHistory, pinned: RuleSet, draft: RuleSet, market?: MarketData): VerdictDifference[] {
  const { activated_at, initial_balance_cents, events, until } = history;
  const activated = activated_at === null ? null : millisOf(activated_at);
  const clock = until === undefined ? null : millisOf(until);
  const told = { activated_at: activated, initial_balance_cents, events: foldEvents(events), moves: movesOf(events), until: clock };
  return compareRules(told, pinned, draft, market);
}

/** As `whatIf`, for a history that is read already. */
export function compareRules(history: ToldHistory, pinned: RuleSet, draft: RuleSet, market?: MarketData): VerdictDifference[] {
  const { events, moves, initial_balance_cents: initial } = history;
  // Today's side knows which version ruled when; the draft is asked about the whole history, in which no move was made.
  const ends = new Set(moves.map(({ key }) => key));
  const unmoved = moves.length === 0 ? events : events.filter(({ key }) => !ends.has(key));
  const before = judge(history, events, sizedRules(pinned, initial), moves, market);
  const after = judge(history, unmoved, sizedRules(draft, initial), [], market);
  const keys = new Set([...before.keys(), ...after.keys()]);
  const differing = [...keys].flatMap((key) => compare(before.get(key), after.get(key)));
  return differing.sort((a, b) => (a.at ?? Infinity) - (b.at ?? Infinity) || a.rule.localeCompare(b.rule));
}

function foldEvents(stored: StoredEvent[]): FoldEvent[] {
  const slices = new Map<string, Extract<BrokerEvent, { kind: 'trade' }>>();
  for (const { kind, data } of stored) {
    if (kind !== 'trade') continue;
    const trade = data as Extract<BrokerEvent, { kind: 'trade' }>;
    slices.set(trade.external_id, trade);
  }
  return stored.map((one) => storedFoldEvent(one, slices));
}

/** An account begins when it was activated, or with its first event where clocks put that earlier: as the door opens it. */
function openingAt(history: ToldHistory, events: FoldEvent[]): number {
  const first = events[0]?.at;
  const activated = history.activated_at ?? first;
  return Math.min(activated ?? 0, first ?? activated ?? 0);
}

function judge(
  history: ToldHistory,
  events: FoldEvent[],
  ruleSet: RuleSet,
  moves: RuleMove[],
  market: MarketData | undefined,
): Map<string, Told> {
  const { facts, raised } = folded(history, events, ruleSet, moves, { moments: false, checkpoints: false, market });
  const told = new Map<string, Told>();
  for (const verdict of raised) told.set(`${verdict.raised_key} ${nameOf(verdict)}`, verdictTold(verdict));
  for (const state of assess(facts, ruleSet, market)) {
    if (state.consequence === 'payout_gate') told.set(`end ${nameOf({ ...state, subject: '' })}`, stateTold(state));
  }
  return told;
}

/** The history, and then the clock as the batch would have moved it: what it finds, it finds at the resets on the way. */
function folded(history: ToldHistory, events: FoldEvent[], ruleSet: RuleSet, moves: RuleMove[], options: FoldOptions) {
  const told = foldedEvents(history, events, ruleSet, moves, options);
  const { until, activated_at } = history;
  const hasBegun = activated_at !== null || events.length > 0;
  if (until === null || !hasBegun || until <= told.facts.at) return told;
  const tick: FoldEvent = { kind: 'clock', key: orderKey(BigInt(until) * 1000n, EVENT_CLASS.clock, 'now'), at: until, id: 'now' };
  const { facts, raised } = fold(told.facts, [tick], ruleSet, { ...options, judge: 'resets' });
  return { facts, raised: [...told.raised, ...raised] };
}

function foldedEvents(history: ToldHistory, events: FoldEvent[], ruleSet: RuleSet, moves: RuleMove[], options: FoldOptions) {
  const at = openingAt(history, events);
  const open = (rules: RuleSet) => openFacts({ at, balance_cents: cents(history.initial_balance_cents) }, rules);
  if (moves.length === 0) return fold(open(ruleSet), events, ruleSet, options);
  const keyed = events.map((event) => ({ event, index: null }));
  const { facts, steps } = walkMoved(keyed, moves, ruleSet, open, options);
  return { facts, raised: steps.flatMap((step) => step.raised) };
}

const nameOf = (one: { rule: string; instance: number; subject: string }) => `${one.rule}#${one.instance} ${one.subject}`;

function verdictTold({ breached_at: at, rule, instance, subject, outcome, consequence, message }: Verdict): Told {
  return { at, rule, instance, subject, said: `${outcome}, ${consequence}`, message };
}

function stateTold({ rule, instance, outcome, message }: RuleState): Told {
  return { at: null, rule, instance, subject: '', said: outcome, message };
}

function compare(before: Told | undefined, after: Told | undefined): VerdictDifference[] {
  const told = after ?? before;
  if (!told || before?.said === after?.said) return [];
  const { at, rule, instance, subject, message } = told;
  const kind = before === undefined ? 'new' : after === undefined ? 'gone' : 'other';
  return [{ rule, instance, subject, kind, at, before: before?.said ?? null, after: after?.said ?? null, message }];
}
