// Folds an account's new events: on from its facts when they come in order, again from a checkpoint when one of them is late.
// Arrival decides nothing: both ways end in the same facts (rules.md 2).
import type { LoadedAccount, StoredEvent } from '@/lib/accounts/loaded';
import { cents, type Cents } from '@/lib/money';
import { assess } from '@/lib/rules/assess';
import { fold, openFacts } from '@/lib/rules/evolve';
import type { Facts, Folded, FoldEvent, RuleSet, RuleState } from '@/lib/rules/types';
import type { FreshEvent } from '@/lib/trades/admit';
import type { BrokerEvent } from '@/lib/trades/event';
import { toFoldEvent, type Reversed } from '@/lib/trades/fold-event';
import { millisOf } from '@/lib/trades/instant-text';

/** The fold up to and including one new event: what it raised and where the account stood then. */
export interface Step extends Omit<Folded, 'facts'> {
  index: number | null;
  /** The event it ends with. */
  event: FoldEvent;
  states: RuleState[];
}
export interface AccountFold {
  facts: Facts;
  events: FoldEvent[];
  steps: Step[];
  /** Where every rule stands after the message. */
  states: RuleState[];
  /** Null when it went on from the facts; else the order key after which everything was folded again. */
  refolded_from: string | null;
}

export function foldAccount(loaded: LoadedAccount, fresh: FreshEvent[], ruleSet: RuleSet): AccountFold {
  const first = fresh[0];
  // Facts without a new event stay as they are: a conflict is written down beside them.
  const inOrder = loaded.facts !== null && (first === undefined || first.key >= loaded.facts.last_key);
  const stored = inOrder ? [] : loaded.events;
  const slices = knownSlices(loaded, stored, fresh);
  const keyed = [
    ...stored.map((one) => ({ event: storedFoldEvent(one, slices), index: null })),
    ...fresh.map((one) => ({ event: toFoldEvent(one.event, reversedBy(one.event, slices)), index: one.index })),
  ].sort((a, b) => (a.event.key < b.event.key ? -1 : a.event.key > b.event.key ? 1 : 0));
  const events = keyed.map((one) => one.event);
  const base = inOrder && loaded.facts ? loaded.facts : (loaded.checkpoint?.facts ?? opening(loaded, events, ruleSet));
  const walked = walk(base, keyed, ruleSet);
  const states = walked.steps.at(-1)?.states ?? assess(walked.facts, ruleSet);
  return { ...walked, events, states, refolded_from: inOrder ? null : (loaded.checkpoint?.order_key ?? '') };
}

/** Folds in steps that end at each new event, because each new event is answered with its own verdict. */
function walk(base: Facts, keyed: { event: FoldEvent; index: number | null }[], ruleSet: RuleSet): { facts: Facts; steps: Step[] } {
  let facts = base;
  const steps: Step[] = [];
  let waiting: FoldEvent[] = [];
  keyed.forEach(({ event, index }, place) => {
    waiting.push(event);
    if (index === null && place < keyed.length - 1) return;
    const { facts: after, ...folded } = fold(facts, waiting, ruleSet);
    facts = after;
    waiting = [];
    steps.push({ ...folded, index, event, states: assess(facts, ruleSet) });
  });
  return { facts, steps };
}

/** An account begins with its initial balance when it was activated, or with its first event where clocks put that earlier. */
function opening(loaded: LoadedAccount, events: FoldEvent[], ruleSet: RuleSet): Facts {
  const first = events[0]?.at;
  const activated = loaded.activated_at === null ? first : millisOf(loaded.activated_at);
  const at = Math.min(activated ?? 0, first ?? activated ?? 0);
  return openFacts({ at, balance_cents: cents(loaded.initial_balance_cents) }, ruleSet);
}

/** Amounts of every slice a reversal in this fold may name, whichever of the two was delivered first. */
function knownSlices(loaded: LoadedAccount, stored: StoredEvent[], fresh: FreshEvent[]): Map<string, Reversed> {
  const slices = new Map<string, Reversed>(loaded.reversed.map((one) => [one.external_id, one]));
  for (const { data } of stored) if (isTrade(data)) slices.set(data.external_id, data);
  for (const { event } of fresh) if (event.kind === 'trade') slices.set(event.external_id, event);
  return slices;
}

function isTrade(data: unknown): data is Extract<BrokerEvent, { kind: 'trade' }> {
  return typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'trade';
}

function reversedBy(event: BrokerEvent, slices: Map<string, Reversed>): Reversed {
  return event.kind === 'reversal' ? (slices.get(event.reverses_external_id) ?? null) : null;
}

/** A kept event, ready to be folded again. Payouts and unblocks are the office's own; the rest is what the broker said. */
export function storedFoldEvent(stored: StoredEvent, slices: Map<string, Reversed> = new Map()): FoldEvent {
  const base = { key: stored.order_key, at: millisOf(stored.occurred_at), id: stored.external_id };
  if (stored.kind === 'unblock') return { ...base, kind: 'unblock' };
  if (stored.kind === 'payout') {
    const booked = stored.data as { amount_cents: Cents; split_bps?: number; reference?: string };
    return { ...base, kind: 'payout', ...booked };
  }
  const event = stored.data as BrokerEvent;
  const joined =
    stored.booked_cents === null || stored.net_cents === null ? null : { booked_cents: stored.booked_cents, net_cents: stored.net_cents };
  return toFoldEvent(event, reversedBy(event, slices) ?? joined);
}
