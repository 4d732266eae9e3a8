// What the judge reads: the events of an account, already normalised, in minor units, each with its place in the one order.
import type { Cents } from '@/lib/money';

/** Milliseconds since the epoch, UTC. Order within a millisecond is the order key's work, never an instant's. */
export type Instant = number;

interface FoldEventBase {
  /** The total order of events: `orderKey` of lib/rules/order.ts. Compared as code points. */
  key: string;
  at: Instant;
  /** The event's own id, named by the evidence of a verdict. */
  id: string;
}

/** Who or what acted, where the platform says so. */
export type ActReason = 'client' | 'expert' | 'stop-loss' | 'take-profit' | 'stop-out' | 'dealer' | 'mobile' | 'web' | 'other';
/** What the platform says about the hand behind an order; absent keys were not said. */
export interface Signature {
  reason?: ActReason;
  magic?: string;
  comment?: string;
}

export interface OpenPosition extends Signature {
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

/** A closing slice. `booked` moves the balance; `net` is what the slice earned. */
export interface DealEvent extends FoldEventBase, Signature {
  kind: 'deal';
  booked_cents: Cents;
  net_cents: Cents;
  position_id: string;
  symbol: string;
  side: 'buy' | 'sell';
  volume: string;
  opened_at: Instant | null;
  open_price?: string;
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
/** An approved payout, booked in gross as an expected balance operation. Amount positive. */
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
