// The judge's vocabulary: what it reads (events, facts, rule sets) and what it answers (verdicts).
// Everything here is plain data, so the same values serve the webhook, the batch, the preview, the dispute file and every test.
import type { z } from 'zod';
import type { Cents } from '@/lib/money';
import type { Rational } from '@/lib/decimal';
import type { Reset } from '@/lib/day';

/** Milliseconds since the epoch, UTC. Order within a millisecond is the order key's work, never an instant's. */
export type Instant = number;

export type Consequence = 'fail' | 'block' | 'pause' | 'flag' | 'payout_gate';
export type Outcome = 'pass' | 'breach' | 'unknown' | 'met' | 'not_met' | 'no_data';
export type Status = 'safe' | 'caution' | 'critical' | 'violated' | 'unknown' | 'none';

interface FoldEventBase {
  /** The total order of events (rules.md 2): `orderKey` of lib/rules/order.ts. Compared as code points. */
  key: string;
  at: Instant;
  /** The event's own id, named by the evidence of a verdict. */
  id: string;
}

export interface OpenPosition {
  position_id: string;
  symbol: string;
  side: 'buy' | 'sell';
  volume: string;
  open_price: string;
  opened_at: Instant | null;
  stop_loss: string | null;
  take_profit: string | null;
  /** Open result with accrued swap, as last reported; null where the broker never said. */
  floating_cents: Cents | null;
}

/** A closing slice. `booked` moves the balance; `net` is what the slice earned (brokers.md 5.4). */
export interface DealEvent extends FoldEventBase {
  kind: 'deal';
  booked_cents: Cents;
  net_cents: Cents;
  position_id: string;
  symbol: string;
  side: 'buy' | 'sell';
  volume: string;
  opened_at: Instant | null;
  /** Whether this slice ends its position; null where the broker did not say. */
  is_final: boolean | null;
  /** Open result right after the close, where it is known with the deal (worked cases). */
  floating_after_cents?: Cents;
}
/** A dealer's cancellation: takes back what the named slice booked. Amounts are null until that slice is known. */
export interface ReversalEvent extends FoldEventBase {
  kind: 'reversal';
  reverses_id: string;
  booked_cents: Cents | null;
  net_cents: Cents | null;
}
export interface OperationEvent extends FoldEventBase {
  kind: 'operation';
  operation:
    | 'deposit'
    | 'withdrawal'
    | 'credit'
    | 'bonus'
    | 'correction'
    | 'transfer'
    | 'fee'
    | 'commission'
    | 'swap'
    | 'interest'
    | 'dividend'
    | 'tax'
    | 'rebate';
  /** Signed: a withdrawal is negative. */
  amount_cents: Cents;
  affects_profit: boolean;
  reference?: string;
}
/** An approved payout, booked in gross as an expected balance operation (rules.md 3). Amount positive. */
export interface PayoutEvent extends FoldEventBase {
  kind: 'payout';
  amount_cents: Cents;
  split_bps?: number;
  reference?: string;
}
/** A report of the account's state. Broker equity carries its credit; `floating` is open result without it. */
export interface MarkEvent extends FoldEventBase {
  kind: 'mark';
  equity_cents?: Cents;
  floating_cents?: Cents;
  swap_cents?: Cents;
  equity_low_cents?: Cents;
  equity_high_cents?: Cents;
  balance_cents?: Cents;
  credit_cents?: Cents;
  open_position_count?: number;
  /** The complete list, or absent. */
  positions?: OpenPosition[];
}
export interface OpenedEvent extends FoldEventBase {
  kind: 'opened';
  position: OpenPosition;
}
export interface ChangedEvent extends FoldEventBase {
  kind: 'changed';
  position_id: string;
  volume?: string;
  open_price?: string;
  stop_loss?: string | null;
  take_profit?: string | null;
}
/** Nothing happened; resets up to its instant are carried out. */
export interface ClockEvent extends FoldEventBase {
  kind: 'clock';
}
/** Staff ended a block. */
export interface UnblockEvent extends FoldEventBase {
  kind: 'unblock';
}
export type FoldEvent =
  DealEvent | ReversalEvent | OperationEvent | PayoutEvent | MarkEvent | OpenedEvent | ChangedEvent | ClockEvent | UnblockEvent;

/** How an account begins: its initial balance, or the state at a checkpoint of the worked cases. */
export interface Opening {
  at: Instant;
  balance_cents: Cents;
  floating_cents?: Cents;
  credit_cents?: Cents;
  high_water_cents?: Cents;
  /** True when the balance already holds the broker's opening deposit, so that a first deposit is a top-up. */
  is_funded?: boolean;
}

/** What the trading day has seen so far, by the reset in the rule set's header. Becomes the row of `daily_stats`. */
export interface DayFacts {
  trading_day: string;
  starts_at: Instant;
  ends_at: Instant;
  start_balance_cents: Cents;
  start_equity_cents: Cents;
  pnl_cents: Cents;
  trades: number;
  wins: number;
  losses: number;
  largest_win_cents: Cents;
  largest_loss_cents: Cents;
  lots: string;
}

/** Everything the judge remembers of an account. Plain JSON; the same events under the same rule set give the same bytes. */
export interface Facts {
  format: 'facts/1';
  opened_at: Instant;
  /** Order key of the last event folded in; empty before the first. */
  last_key: string;
  /** The clock of the fold: resets up to here have been carried out. */
  at: Instant;
  balance_cents: Cents;
  /** Open result with accrued swap, credit taken out. Null: positions are open and nobody said what they are worth. */
  floating_cents: Cents | null;
  /** How floating is known: flat, reported with this event, or carried on from the last report. */
  floating_basis: 'flat' | 'reported' | 'carried' | 'unknown';
  credit_cents: Cents;
  high_water_cents: Cents;
  /** Realised net since the start, every deal and cost that affects profit; balance operations are not in it. */
  cumulative_profit_cents: Cents;
  positions: Record<string, OpenPosition>;
  /** Positions known to be open that no list names: a number, or null where only a floating result betrays them. */
  unlisted_open: number | null;
  /** Net of the slices so far of positions that are not wholly closed. */
  part_closed: Record<string, Cents>;
  /** Whether a deal or operation has come in, or the opening balance was already paid in. */
  is_funded: boolean;
  day: DayFacts;
  /** Approved payouts the broker has not withdrawn yet, oldest first (rules.md 3). */
  expected_payouts: { id: string; at: Instant; amount_cents: Cents; reference?: string }[];
  /** Memory of each rule instance, keyed `code#instance`. */
  rules: Record<string, unknown>;
  /** The first breach with consequence `fail`; nothing is judged after it. */
  failed: { at: Instant; key: string; rule: string; instance: number } | null;
  /** Reported balance minus ours at the last report that gave one; 0 when they agree. */
  balance_gap_cents: Cents;
}

/** A fact behind a verdict: the words a person reads, the value, and the event it came from. */
export interface Evidence {
  label: string;
  value: string;
  event_id?: string;
}

/** What the judge found: an instance of a rule, broken at an instant. Amounts in the rule's unit; money in minor units. */
export interface Verdict {
  rule: string;
  instance: number;
  /** Trade, symbol or group judged; empty for the account. */
  subject: string;
  outcome: Outcome;
  consequence: Consequence;
  status: Status;
  unit: 'cents' | 'bps' | 'lots' | 'seconds' | 'count';
  measured: number | null;
  limit: number | null;
  headroom: number | null;
  breached_at: Instant;
  /** Order key of what raised it: the event's, or the reset's (`resetKey` of lib/rules/order.ts). */
  raised_key: string;
  /** When a pause, flag or block ends by itself; null when it does not. */
  until: Instant | null;
  evidence: Evidence[];
  /** One sentence for people, with the numbers. */
  message: string;
}

/** Where an instance stands now: drawn by the headroom bar, never recomputed by the interface. */
export interface RuleState {
  rule: string;
  instance: number;
  consequence: Consequence;
  outcome: Outcome;
  status: Status;
  unit: Verdict['unit'];
  measured: number | null;
  limit: number | null;
  /** Money (or the unit) left before the rule breaks. */
  headroom: number | null;
  allowance: number | null;
  /** Share used in basis points, truncated; null where it cannot be said. */
  used_bps: number | null;
  /** What the limit comes from, step by step, in words and numbers. */
  evidence: Evidence[];
  message: string;
  /** Floor rules only: the floor if the reset came now and nothing moved, and the room it would leave. */
  after_reset: { at: Instant; limit: number; headroom: number } | null;
}

export interface RuleSetHeader {
  code: string;
  version: number;
  phase: string;
  account_type: string;
  currency: string;
  minor_digits: number;
  initial_cents: Cents;
  reset: Reset;
  caution_at: Rational;
  critical_at: Rational;
  pass_mode: 'review' | 'automatic';
  profit_target_cents: Cents | null;
}
export interface RuleInstance {
  rule: string;
  instance: number;
  consequence: Consequence;
  /** The instance's own reset, or the header's. */
  reset: Reset;
  params: unknown;
}
/** A published document, parsed and scaled once (lib/rules/rule-set.ts); immutable, so it may be cached for ever. */
export interface RuleSet {
  header: RuleSetHeader;
  instances: RuleInstance[];
  payout: Record<string, unknown> | null;
}

/** What an event did to the money, once payouts are matched: rules learn from this, not from the broker's words. */
export interface Change {
  kind: 'realised' | 'payout' | 'deposit' | 'none';
  /** Signed for `realised` and `deposit`; what left the account for `payout`. */
  amount_cents: Cents;
  split_bps: number | null;
  /** The position that this event closed for good, its slices summed. */
  closed: { position_id: string; symbol: string; net_cents: Cents; opened_at: Instant | null } | null;
}

/** Something the data itself leaves open; a person looks at it (`data` review). It never fails an account. */
export interface Doubt {
  code: 'payout-amount-differs' | 'unexpected-withdrawal' | 'balance-differs' | 'reversal-of-unknown';
  at: Instant;
  event_id: string;
  message: string;
}

/** One step of the fold, as the trace shows it: an opening, a reset or an event, and the floors after it. */
export interface Moment {
  kind: 'start' | 'reset' | 'event';
  at: Instant;
  key: string;
  balance_cents: Cents;
  equity_cents: Cents | null;
  /** Floor of each floor rule, keyed `code#instance`. */
  floors: Record<string, Cents>;
}

export interface Folded {
  facts: Facts;
  raised: Verdict[];
  moments: Moment[];
  /** Facts right after each reset of the header that was followed by an event: where a refold may start. */
  checkpoints: { trading_day: string; key: string; facts: Facts }[];
  /** Trading days that ended within the fold, complete. The present day is `facts.day`. */
  days: DayFacts[];
  doubts: Doubt[];
}

/** A rule: what it forbids is told by its file. Functions are pure; `memory` is the rule's own plain data inside the facts. */
export interface Rule<P = unknown, M = unknown> {
  code: string;
  defaultConsequence: Consequence;
  /** Parameters as the document writes them, output scaled: money in minor units, shares as rationals. */
  params: (header: RuleSetHeader) => z.ZodType<P>;
  open(judged: Judged<P>, facts: Facts, opening: Opening): M;
  /** The instance's trading day turned at `at`: take the new reference, raise the end-of-day peak. Changes `memory` in place. */
  turn?(judged: Judged<P>, memory: M, facts: Facts, at: Instant): void;
  /** The facts have just taken in `event`. Changes `memory` in place. */
  learn?(judged: Judged<P>, memory: M, facts: Facts, event: FoldEvent, change: Change): void;
  /** Tests of this moment, in order; empty when nothing is broken and nothing is in doubt. */
  test?(judged: Judged<P>, memory: M, facts: Facts, moment: TestMoment): readonly Tested[];
  /** Where the account stands now. */
  stand(judged: Judged<P>, memory: M, facts: Facts): Standing;
  floor?(memory: M): Cents | null;
}
export interface Judged<P> {
  header: RuleSetHeader;
  instance: RuleInstance;
  params: P;
}
/** A reset (carried equity is tested), or an event just folded in. */
export type TestMoment =
  { kind: 'reset'; at: Instant; key: string } | { kind: 'event'; at: Instant; key: string; event: FoldEvent; change: Change };
export interface Tested {
  subject?: string;
  outcome: 'breach' | 'unknown';
  /** Where a part of a rule has a consequence of its own, such as the running share. */
  consequence?: Consequence;
  unit: Verdict['unit'];
  measured: number | null;
  limit: number | null;
  headroom: number | null;
  evidence: Evidence[];
  message: string;
}
export type Standing = Pick<RuleState, 'outcome' | 'unit' | 'measured' | 'limit' | 'headroom' | 'allowance' | 'evidence' | 'message'> & {
  /** True when the rule's own test says broken now. */
  broken: boolean;
  after_reset?: RuleState['after_reset'];
};
