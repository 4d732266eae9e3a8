// An event of good form becomes a BrokerEvent: amounts are rounded once, half to even, at the account's own digits,
// and an event whose numbers contradict each other is doubted instead of judged.
import { addCents, cents, parseMoney, subtractCents, type Cents } from '@/lib/money';
import { doubtTrade } from '@/lib/trades/doubt-trade';
import type { BalanceDraft, ChangedDraft, Draft, OpenedDraft, ReversalDraft, SnapshotDraft, TradeDraft } from '@/lib/trades/draft';
import type { BrokerEvent, DataSource, Instant, Position, Trade } from '@/lib/trades/event';
import { microsOf } from '@/lib/trades/instant-text';

export interface Scaling {
  digits: number;
  currency: string;
  source: DataSource;
  message_id: string;
  /** When the message reached us: an event may not be dated later, five minutes of clock skew apart. */
  received_at: Instant;
}
export interface Doubt {
  outcome: 'quarantined' | 'refused';
  code: string;
  path: string;
}

const SKEW_MICROS = 5n * 60n * 1_000_000n;
/** No amount of one event is larger, in minor units: the sums of its parts then stay exact and inside what the database keeps. */
const LARGEST = 1_000_000_000_000_000;
/** What rounding each part on its own may cost; more is a contradiction. */
const TOLERANCE = 2;

class Doubtful extends Error {
  constructor(readonly doubt: Doubt) {
    super(doubt.code);
  }
}

export function scaleEvent(draft: Draft, scaling: Scaling): { event: BrokerEvent } | { doubt: Doubt } {
  try {
    notFromTheFuture(draft, scaling);
    return { event: scale(draft, scaling) };
  } catch (error) {
    if (error instanceof Doubtful) return { doubt: error.doubt };
    throw error;
  }
}

function scale(draft: Draft, scaling: Scaling): BrokerEvent {
  switch (draft.kind) {
    case 'trade':
      return scaleTrade(draft.data, scaling);
    case 'balance':
      return scaleBalance(draft.data, scaling);
    case 'snapshot':
      return scaleSnapshot(draft.data, scaling);
    case 'reversal':
      return scaleReversal(draft.data, scaling);
    case 'position-opened':
      return scaleOpened(draft.data, scaling);
    case 'position-changed':
      return scaleChanged(draft.data, scaling);
  }
}

function scaleTrade(data: TradeDraft, scaling: Scaling): BrokerEvent {
  sameCurrency(data.currency, scaling);
  const { gross, commission, swap, fee, net, booked } = data;
  const parts = {
    gross_cents: toCents(gross, 'gross', scaling),
    commission_cents: toCents(commission, 'commission', scaling),
    swap_cents: toCents(swap, 'swap', scaling),
    fee_cents: toCents(fee, 'fee', scaling),
  };
  const costs = addCents(parts.commission_cents, parts.swap_cents, parts.fee_cents);
  const net_cents = addCents(parts.gross_cents, costs);
  const said = toCents(net, 'net', scaling);
  if (!near(said, net_cents)) {
    // Costs sent as positive numbers add up once their sign is turned: the relay has the convention wrong, not the sum.
    throw doubtful(near(said, subtractCents(parts.gross_cents, costs)) ? 'sign-convention' : 'sum-mismatch', 'net');
  }
  const doubt = doubtTrade(data, parts.gross_cents, scaling);
  if (doubt) throw doubtful(doubt.code, doubt.path);
  const booked_cents = booked === undefined ? net_cents : toCents(booked, 'booked', scaling);
  return writtenOut(data, scaling, { ...parts, net_cents, booked_cents });
}

const SOMETIMES = [
  'broker_time',
  'broker_zone',
  'order_id',
  'contract_size',
  'stop_loss',
  'take_profit',
  'close_reason',
  'magic',
  'comment',
  'is_final_slice',
  'session_date',
  'supersedes_external_id',
] as const satisfies readonly (keyof TradeDraft)[];
type Amounts = 'gross' | 'commission' | 'swap' | 'fee' | 'net' | 'booked';
type Always = Omit<TradeDraft, Amounts | (typeof SOMETIMES)[number]>;
type TradeCents = Pick<Trade, `${Amounts}_cents`>;

/** Field by field: spreading the draft costs more than reading it did. A field of the wire that is forgotten here does not compile. */
function writtenOut(data: TradeDraft, scaling: Scaling, amounts: TradeCents): Trade {
  const trade: Required<Always> & Trade = {
    account: data.account,
    external_id: data.external_id,
    position_id: data.position_id,
    open_deal_ids: data.open_deal_ids ?? [],
    close_deal_id: data.close_deal_id ?? data.external_id,
    symbol: data.symbol,
    broker_symbol: data.broker_symbol ?? data.symbol,
    side: data.side,
    volume: data.volume,
    volume_unit: data.volume_unit,
    opened_at: data.opened_at,
    closed_at: data.closed_at,
    open_price: data.open_price,
    close_price: data.close_price,
    currency: data.currency,
    occurred_at: data.closed_at,
    source: scaling.source,
    received_at: scaling.received_at,
    message_id: scaling.message_id,
    kind: 'trade',
    gross_cents: amounts.gross_cents,
    commission_cents: amounts.commission_cents,
    swap_cents: amounts.swap_cents,
    fee_cents: amounts.fee_cents,
    net_cents: amounts.net_cents,
    booked_cents: amounts.booked_cents,
  };
  const given: Partial<Record<string, unknown>> = trade as unknown as Record<string, unknown>;
  for (const key of SOMETIMES) if (data[key] !== undefined) given[key] = data[key];
  return trade;
}

function scaleBalance(data: BalanceDraft, scaling: Scaling): BrokerEvent {
  sameCurrency(data.currency, scaling);
  const { amount, ...rest } = data;
  return { ...rest, ...stamp(scaling, data.occurred_at), kind: 'balance', amount_cents: toCents(amount, 'amount', scaling) };
}

function scaleSnapshot(data: SnapshotDraft, scaling: Scaling): BrokerEvent {
  const { balance, equity, credit, floating, swap, equity_low, equity_high, margin, free_margin, positions, ...rest } = data;
  const optional = (value: string | undefined, path: string) => (value === undefined ? undefined : toCents(value, path, scaling));
  const scaled = {
    balance_cents: toCents(balance, 'balance', scaling),
    equity_cents: toCents(equity, 'equity', scaling),
    credit_cents: toCents(credit ?? '0', 'credit', scaling),
    ...present('floating_cents', optional(floating, 'floating')),
    ...present('swap_cents', optional(swap, 'swap')),
    ...present('equity_low_cents', optional(equity_low, 'equity_low')),
    ...present('equity_high_cents', optional(equity_high, 'equity_high')),
    ...present('margin_cents', optional(margin, 'margin')),
    ...present('free_margin_cents', optional(free_margin, 'free_margin')),
    ...(positions ? { positions: positions.map((one, index) => scalePosition(one, index, scaling)) } : {}),
  };
  consistentSnapshot(scaled);
  return { ...rest, ...stamp(scaling, data.occurred_at), kind: 'snapshot', ...scaled };
}

function scalePosition(one: NonNullable<SnapshotDraft['positions']>[number], index: number, scaling: Scaling): Position {
  const { floating, swap, ...rest } = one;
  return {
    ...rest,
    floating_cents: toCents(floating, `positions[${index}].floating`, scaling),
    swap_cents: toCents(swap, `positions[${index}].swap`, scaling),
  };
}

/** Equity must be what its parts say (platforms differ in whether floating holds the swap) and lie between its extremes. */
function consistentSnapshot(report: {
  balance_cents: Cents;
  equity_cents: Cents;
  credit_cents: Cents;
  floating_cents?: Cents;
  swap_cents?: Cents;
  equity_low_cents?: Cents;
  equity_high_cents?: Cents;
}): void {
  const { balance_cents, equity_cents, credit_cents, floating_cents, swap_cents } = report;
  if (floating_cents !== undefined) {
    const without = addCents(balance_cents, credit_cents, floating_cents);
    const withSwap = addCents(without, swap_cents ?? cents(0));
    if (!near(equity_cents, without) && !near(equity_cents, withSwap)) throw doubtful('sum-mismatch', 'equity');
  }
  const { equity_low_cents: low = equity_cents, equity_high_cents: high = equity_cents } = report;
  if (low > equity_cents) throw doubtful('sum-mismatch', 'equity_low');
  if (high < equity_cents) throw doubtful('sum-mismatch', 'equity_high');
}

function scaleReversal(data: ReversalDraft, scaling: Scaling): BrokerEvent {
  return { ...data, ...stamp(scaling, data.occurred_at), kind: 'reversal' };
}

function scaleOpened(data: OpenedDraft, scaling: Scaling): BrokerEvent {
  const { opened_at, ...rest } = data;
  return { ...rest, ...stamp(scaling, opened_at), kind: 'position-opened' };
}

function scaleChanged(data: ChangedDraft, scaling: Scaling): BrokerEvent {
  return { ...data, ...stamp(scaling, data.occurred_at), kind: 'position-changed' };
}

function stamp(scaling: Scaling, occurred_at: Instant) {
  return { occurred_at, source: scaling.source, received_at: scaling.received_at, message_id: scaling.message_id };
}

function toCents(text: string, path: string, scaling: Scaling): Cents {
  const value = parseMoney(text, scaling.digits);
  if (value === null || Math.abs(value) > LARGEST) throw doubtful('too-many-digits', path);
  return value;
}

function sameCurrency(currency: string, scaling: Scaling): void {
  if (currency !== scaling.currency) throw new Doubtful({ outcome: 'refused', code: 'currency-mismatch', path: 'currency' });
}

function notFromTheFuture(draft: Draft, scaling: Scaling): void {
  const now = microsOf(scaling.received_at);
  const at = microsOf(draft.occurred_at);
  if (now === null || at === null || at <= now + SKEW_MICROS) return;
  throw doubtful('clock', draft.kind === 'trade' ? 'closed_at' : draft.kind === 'position-opened' ? 'opened_at' : 'occurred_at');
}

function near(a: Cents, b: Cents): boolean {
  return Math.abs(subtractCents(a, b)) <= TOLERANCE;
}

function present<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };
}

function doubtful(code: string, path: string): Doubtful {
  return new Doubtful({ outcome: 'quarantined', code, path });
}
