// An account at a past instant: the events that had happened by then, folded from the start under the rules in force, and the clock
// moved on to that instant, so resets in between are carried out. The same fold as everywhere; nothing is written.
import { accountColumns, positionRows } from '@/lib/accounts/assessment';
import type { LoadedAccount, StoredEvent } from '@/lib/accounts/loaded';
import { assess, bindingState } from '@/lib/rules/assess';
import { fold } from '@/lib/rules/evolve';
import type { MarketData } from '@/lib/rules/market';
import { EVENT_CLASS, orderKey } from '@/lib/rules/order';
import type { FoldEvent, RuleSet } from '@/lib/rules/types';
import { foldAccount } from '@/lib/trades/account-fold';
import { millisOf } from '@/lib/trades/instant-text';
import { rulesAt } from '@/lib/trades/rule-moves';

export interface AsOf {
  at: string;
  figures: ReturnType<typeof accountColumns>;
  positions: ReturnType<typeof positionRows>;
  /** The version in force then, which is another one where the account was moved since. */
  rule_set: { id: string; code: string; version: number };
  /** Last event by then; null where none had come. */
  last_event_at: string | null;
  events: number;
  /** Where to step from here; null at either end. */
  previous_at: string | null;
  next_at: string | null;
}

/** Null before the account began. `loaded` holds every event, in order. */
export function asOf(loaded: LoadedAccount, pinned: RuleSet, at: number, market?: MarketData): AsOf | null {
  const until = loaded.events.filter((event) => millisOf(event.occurred_at) <= at);
  const began = loaded.activated_at === null ? null : millisOf(loaded.activated_at);
  if (until.length === 0 && (began === null || began > at)) return null;
  const { rule_set_id, ruleSet } = rulesAt(loaded.events, { rule_set_id: loaded.rule_set_id, ruleSet: pinned }, at);
  const { facts: last } = foldAccount({ ...loaded, events: until, facts: null, checkpoint: null }, [], ruleSet, market);
  const tick: FoldEvent = { kind: 'clock', key: orderKey(BigInt(at) * 1000n, EVENT_CLASS.clock, 'now'), at, id: 'now' };
  const { facts } = fold(last, [tick], ruleSet, { market });
  const states = assess(facts, ruleSet, market);
  return {
    at: new Date(at).toISOString(),
    figures: accountColumns(facts, states, bindingState(states)),
    positions: positionRows(facts),
    rule_set: { id: rule_set_id, code: ruleSet.header.code, version: ruleSet.header.version },
    last_event_at: until.at(-1)?.occurred_at ?? null,
    events: until.length,
    ...neighbours(loaded.events, at),
  };
}

/** The instants of the events just before and just after, to the millisecond, because an address holds no more. */
function neighbours(events: StoredEvent[], at: number): Pick<AsOf, 'previous_at' | 'next_at'> {
  const instants = events.map((event) => millisOf(event.occurred_at));
  const text = (instant: number | undefined) => (instant === undefined ? null : new Date(instant).toISOString());
  return { previous_at: text(instants.findLast((one) => one < at)), next_at: text(instants.find((one) => one > at)) };
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|)$/;

/** The instant an address names, in UTC as a browser's own field writes it; null where it names none, or one that is still to come. */
export function readInstant(text: string, now: number): number | null {
  if (!INSTANT.test(text)) return null;
  const at = Date.parse(text.endsWith('Z') ? text : `${text}Z`);
  return Number.isNaN(at) || at > now ? null : at;
}
