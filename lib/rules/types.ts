// The judge's vocabulary: what it reads (events, facts, rule sets) and what it answers (verdicts).
// Everything here is plain data, so the same values serve the webhook, the batch, the preview, the dispute file and every test.
import type { Cents } from '@/lib/money';
import type { Rational } from '@/lib/decimal';
import type { Reset } from '@/lib/day';
import type { Instant, OpenPosition } from '@/lib/rules/events';

export type {
  ActReason,
  ChangedEvent,
  ClockEvent,
  DealEvent,
  FoldEvent,
  Instant,
  MarkEvent,
  OpenedEvent,
  OpenPosition,
  OperationEvent,
  PayoutEvent,
  ReversalEvent,
  Signature,
  UnblockEvent,
} from '@/lib/rules/events';

export type Consequence = 'fail' | 'block' | 'pause' | 'flag' | 'payout_gate';
export type Outcome = 'pass' | 'breach' | 'unknown' | 'met' | 'not_met' | 'no_data';
export type Status = 'safe' | 'caution' | 'critical' | 'violated' | 'unknown' | 'none';

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
  /** Set by the first breach of the day. A refold may begin right after the reset that found it. */
  is_breached?: true;
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
  /** Positions that closed in part though nobody ever said they were open. */
  half_open: string[];
  /** Net of the slices so far of positions that are not wholly closed. */
  part_closed: Record<string, Cents>;
  /** Slices that were taken back before they were booked (a cancellation dated ahead of its deal); absent where there is none. */
  reversed_ahead?: string[];
  /** Whether a deal or operation has come in, or the opening balance was already paid in. */
  is_funded: boolean;
  day: DayFacts;
  /** Approved payouts the broker has not withdrawn yet, oldest first. */
  expected_payouts: { id: string; at: Instant; amount_cents: Cents; reference?: string }[];
  /** Memory of each rule instance, keyed `code#instance`. */
  rules: Record<string, unknown>;
  /** The first breach with consequence `fail`; nothing is judged after it. */
  failed: { at: Instant; key: string; rule: string; instance: number } | null;
  /** Two people reinstated the account: until here nothing ends it again; absent where nobody did. */
  spared_until?: Instant;
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
  /** Share of the allowance used at that moment, in basis points; null where the rule has none. */
  used_bps: number | null;
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
  /**
   * What it adds to the result of its day: a slice its net, a cancellation what it takes back, a correction its amount; null
   * where it is no deal. Costs booked on their own are in the net of their slice.
   */
  earned_cents: Cents | null;
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
  high_water_cents: Cents;
  /** Floor of each floor rule, keyed `code#instance`. */
  floors: Record<string, Cents>;
}

export interface Folded {
  facts: Facts;
  raised: Verdict[];
  /** Bands entered: outcome `pass`, status caution or critical. */
  warned: Verdict[];
  moments: Moment[];
  /** Facts right after each reset of the header that was followed by an event: where a refold may start. */
  checkpoints: { trading_day: string; key: string; facts: Facts }[];
  /** Trading days that ended within the fold, complete. The present day is `facts.day`. */
  days: DayFacts[];
  doubts: Doubt[];
}
