// Folds an account's new events: on from its facts when they come in order, again from a checkpoint when one of them is late.
// Arrival decides nothing: both ways end in the same facts.
import type { LoadedAccount, StoredEvent } from '@/lib/accounts/loaded';
import { cents, type Cents } from '@/lib/money';
import { assess } from '@/lib/rules/assess';
import { openFacts } from '@/lib/rules/evolve';
import type { MarketData } from '@/lib/rules/market';
import { compareKeys } from '@/lib/rules/order';
import type { Facts, FoldEvent, RuleSet, RuleState } from '@/lib/rules/types';
import type { FreshEvent } from '@/lib/trades/admit';
import type { BrokerEvent } from '@/lib/trades/event';
import { eventKey } from '@/lib/trades/event-key';
import { toFoldEvent, type Reversed } from '@/lib/trades/fold-event';
import { walk, type Step } from '@/lib/trades/fold-steps';
import { millisOf } from '@/lib/trades/instant-text';
import { walkMoved } from '@/lib/trades/moved-fold';
import { movesOf } from '@/lib/trades/rule-moves';

export interface AccountFold {
  facts: Facts;
  events: FoldEvent[];
  steps: Step[];
  /** Where every rule stands after the message. */
  states: RuleState[];
  /** Null when it went on from the facts; else the order key after which everything was folded again. */
  refolded_from: string | null;
}

export function foldAccount(loaded: LoadedAccount, fresh: FreshEvent[], ruleSet: RuleSet, market?: MarketData): AccountFold {
  const first = fresh[0];
  // Facts without a new event stay as they are: a conflict is written down beside them.
  const inOrder = loaded.facts !== null && (first === undefined || compareKeys(first.key, loaded.facts.last_key) >= 0);
  const stored = inOrder ? [] : loaded.events;
  const slices = knownSlices(loaded, stored, fresh);
  const keyed = [
    ...stored.map((one) => ({ event: storedFoldEvent(one, slices), index: null })),
    ...fresh.map((one) => ({ event: toFoldEvent(one.event, reversedBy(one.event, slices)), index: one.index })),
  ].sort((a, b) => compareKeys(a.event.key, b.event.key));
  const events = keyed.map((one) => one.event);
  const open = (rules: RuleSet) => opening(loaded, events, rules);
  const refolded_from = inOrder ? null : (loaded.checkpoint?.order_key ?? '');
  const moves = movesOf(stored);
  if (moves.length > 0) {
    const moved = walkMoved(keyed, moves, ruleSet, open, { market });
    return { ...moved, events, states: assess(moved.facts, ruleSet, market), refolded_from };
  }
  const base = inOrder && loaded.facts ? loaded.facts : (loaded.checkpoint?.facts ?? open(ruleSet));
  const walked = walk(base, keyed, ruleSet, { market });
  return { ...walked, events, states: assess(walked.facts, ruleSet, market), refolded_from };
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

/** `joined` is what the database knew of the slice. One that stands later in the order is not there yet: the fold remembers its cancellation. */
function reversedBy(event: BrokerEvent, slices: Map<string, Reversed>, joined: Reversed = null): Reversed {
  if (event.kind !== 'reversal') return null;
  const slice = slices.get(event.reverses_external_id) ?? joined;
  return isTrade(slice) && compareKeys(eventKey(slice), eventKey(event)) > 0 ? null : slice;
}

/** A kept event, ready to be folded again. Payouts and unblocks are the office's own; the rest is what the broker said. */
export function storedFoldEvent(stored: StoredEvent, slices: Map<string, Reversed> = new Map()): FoldEvent {
  const base = { key: stored.order_key, at: millisOf(stored.occurred_at), id: stored.external_id };
  if (stored.kind === 'unblock') return { ...base, kind: 'unblock' };
  // Which rules hold from here is not the fold's own matter; for it a move between versions only tells the time.
  if (stored.kind === 'migration') return { ...base, kind: 'clock' };
  if (stored.kind === 'payout') {
    const booked = stored.data as { amount_cents: Cents; split_bps?: number; reference?: string };
    return { ...base, kind: 'payout', ...booked };
  }
  const event = stored.data as BrokerEvent;
  const joined =
    stored.booked_cents === null || stored.net_cents === null ? null : { booked_cents: stored.booked_cents, net_cents: stored.net_cents };
  return toFoldEvent(event, reversedBy(event, slices, joined));
}
