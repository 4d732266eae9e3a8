// What a broker can tell us, in our own words: the one model every platform's file translates into.
// Money is whole minor units of the account's currency; prices and volumes stay decimal text; ids are text, never numbers.
import type { Cents } from '@/lib/money';

/** UTC instant as ISO 8601 text ending in Z, down to the microsecond where the platform says so: order is decided by it. */
export type Instant = string;
/** Decimal text, never a float. */
export type Dec = string;
/** A calendar date, yyyy-mm-dd. */
type CalendarDate = string;

export const PLATFORMS = [
  'mt4',
  'mt5',
  'match-trader',
  'ctrader',
  'tradovate',
  'ninjatrader',
  'rithmic',
  'dxtrade',
  'tradelocker',
  'other',
] as const;
export type Platform = (typeof PLATFORMS)[number];
export type DataSource = 'webhook' | 'api' | 'csv';
export const VOLUME_UNITS = ['lot', 'contract', 'unit'] as const;
type VolumeUnit = (typeof VOLUME_UNITS)[number];
export const REASONS = ['client', 'expert', 'stop-loss', 'take-profit', 'stop-out', 'dealer', 'mobile', 'web', 'other'] as const;
export type Reason = (typeof REASONS)[number];
export const OPERATIONS = [
  'deposit',
  'withdrawal',
  'credit',
  'bonus',
  'correction',
  'transfer',
  'fee',
  'commission',
  'swap',
  'interest',
  'dividend',
  'tax',
  'rebate',
] as const;
export type Operation = (typeof OPERATIONS)[number];
export const SAMPLINGS = ['stream', 'poll', 'end-of-day', 'low-of-period'] as const;
type Sampling = (typeof SAMPLINGS)[number];
export type Side = 'buy' | 'sell';

/** `server` is the broker's server, the system's uuid, or demo and live: with platform and login it names one account. */
export interface AccountRef {
  platform: Platform;
  server: string;
  login: string;
}

interface EventBase {
  /** Unique inside its account and kind. */
  external_id: string;
  account: AccountRef;
  source: DataSource;
  occurred_at: Instant;
  /** As the platform sent it, for disputes. */
  broker_time?: string;
  broker_zone?: string;
  received_at: Instant;
  /** The raw message it was read from. */
  message_id: string;
}

/** One CLOSING SLICE of a position. Immutable: a correction is a Reversal and a new slice. */
export interface Trade extends EventBase {
  kind: 'trade';
  position_id: string;
  open_deal_ids: string[];
  close_deal_id: string;
  order_id?: string;
  symbol: string;
  broker_symbol: string;
  /** Side of the position, not of the closing deal. */
  side: Side;
  volume: Dec;
  volume_unit: VolumeUnit;
  contract_size?: Dec;
  /** Null where the platform does not say: rules that need it answer "unknown". */
  opened_at: Instant | null;
  closed_at: Instant;
  open_price: Dec;
  close_price: Dec;
  stop_loss?: Dec;
  take_profit?: Dec;
  gross_cents: Cents;
  /** Costs are signed: negative is a cost. */
  commission_cents: Cents;
  swap_cents: Cents;
  fee_cents: Cents;
  /** What the slice earned: gross + commission + swap + fee. Trade rules use this. */
  net_cents: Cents;
  /** What the ledger moved at `closed_at`. The balance uses this. */
  booked_cents: Cents;
  currency: string;
  close_reason?: Reason;
  magic?: string;
  comment?: string;
  is_final_slice?: boolean;
  session_date?: CalendarDate;
  /** The slice that was taken back and that this one stands for. */
  supersedes_external_id?: string;
}

export interface BalanceOperation extends EventBase {
  kind: 'balance';
  operation: Operation;
  amount_cents: Cents;
  currency: string;
  /** Entry commission: true. Deposit, credit, bonus: false. */
  affects_profit: boolean;
  position_id?: string;
  /** Ours, on the withdrawal of an approved payout. */
  reference?: string;
  comment?: string;
}

/** A report of the account's state. Equity, low and high are as the broker says them: credit included. */
export interface AccountSnapshot extends EventBase {
  kind: 'snapshot';
  balance_cents: Cents;
  equity_cents: Cents;
  credit_cents: Cents;
  floating_cents?: Cents;
  swap_cents?: Cents;
  equity_low_cents?: Cents;
  equity_high_cents?: Cents;
  margin_cents?: Cents;
  free_margin_cents?: Cents;
  open_position_count?: number;
  /** The complete list, or absent. */
  positions?: Position[];
  sampling: Sampling;
}
export interface Position {
  position_id: string;
  symbol: string;
  side: Side;
  volume: Dec;
  volume_unit: VolumeUnit;
  open_price: Dec;
  opened_at: Instant;
  stop_loss?: Dec;
  take_profit?: Dec;
  floating_cents: Cents;
  swap_cents: Cents;
}

/** The dealer took a slice back. */
export interface Reversal extends EventBase {
  kind: 'reversal';
  reverses_external_id: string;
  reason: string;
}

export interface PositionOpened extends EventBase {
  kind: 'position-opened';
  position_id: string;
  symbol: string;
  side: Side;
  volume: Dec;
  volume_unit: VolumeUnit;
  contract_size?: Dec;
  open_price: Dec;
  stop_loss?: Dec;
  take_profit?: Dec;
  open_reason?: Reason;
  magic?: string;
  comment?: string;
}

/** Enlarged, or a stop or target set, moved or removed: null is removed, absent is as it was. */
export interface PositionChanged extends EventBase {
  kind: 'position-changed';
  position_id: string;
  volume?: Dec;
  open_price?: Dec;
  stop_loss?: Dec | null;
  take_profit?: Dec | null;
}

export type BrokerEvent = Trade | BalanceOperation | AccountSnapshot | Reversal | PositionOpened | PositionChanged;
export type EventKind = BrokerEvent['kind'];
