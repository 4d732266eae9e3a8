// Paired fills to the events the judge reads. The charge of an opening leaves the balance when it is charged: it is an operation of its
// own there, and each slice that closes it carries its share in net but not in booked.
import { decimalText, rational } from '@/lib/decimal';
import { addCents, cents, type Cents } from '@/lib/money';
import type { AccountRef, BalanceOperation, BrokerEvent, DataSource, PositionOpened, Trade } from '@/lib/trades/event';
import { shareOfFill, type Fill, type Pair, type Paired, type Part } from '@/lib/trades/fifo';
import { grossOf, type Instrument } from './symbol-facts';

interface FillEventConfig {
  account: AccountRef;
  source: DataSource;
  currency: string;
  digits: number;
  zone: string | null;
  received_at: string;
  message_id: string;
}

type Base = Pick<Trade, 'account' | 'source' | 'occurred_at' | 'received_at' | 'message_id'> & {
  broker_time?: string;
  broker_zone?: string;
};

export function fillEvents(item: Paired, instrument: Instrument, config: FillEventConfig): BrokerEvent[] {
  if (item.kind === 'pair') return [tradeOf(item, instrument, config)];
  return [openingOf(item.part, instrument, config), ...entryCosts(item.part, config)];
}

function base(fill: Fill, config: FillEventConfig): Base {
  const { account, source, received_at, message_id, zone } = config;
  const told = fill.wall === null || zone === null ? {} : { broker_time: fill.wall, broker_zone: zone };
  return { account, source, occurred_at: instant(fill.at), received_at, message_id, ...told };
}

/** The two fills name the slice, whoever tells of it and from whichever day a file begins. */
export function pairId(a: Fill, b: Fill): string {
  return a.side === 'buy' ? `${a.id}:${b.id}` : `${b.id}:${a.id}`;
}

function tradeOf(pair: Pair, instrument: Instrument, config: FillEventConfig): Trade {
  const { open, close } = pair;
  const side = open.fill.side;
  const prices = { open_price: open.fill.price, close_price: close.fill.price };
  const gross = grossOf({ side, ...prices, volume: open.volume }, rational(instrument.value_per_unit), config.digits);
  if (gross === null) throw new RangeError(`beyond exact amounts: ${pairId(open.fill, close.fill)}`);
  const share = (part: Pair['open']) => ({
    commission: shareOfFill(part.fill.commission_cents, part),
    fee: shareOfFill(part.fill.fee_cents, part),
  });
  const [opening, closing] = [share(open), share(close)];
  return {
    kind: 'trade',
    external_id: pairId(open.fill, close.fill),
    ...base(close.fill, config),
    position_id: open.fill.id,
    open_deal_ids: [open.fill.id],
    close_deal_id: close.fill.id,
    ...(close.fill.order_id === null ? {} : { order_id: close.fill.order_id }),
    symbol: instrument.code,
    broker_symbol: close.fill.symbol,
    side,
    volume: volumeText(open.volume),
    volume_unit: 'contract',
    contract_size: instrument.value_per_unit,
    opened_at: instant(open.fill.at),
    closed_at: instant(close.fill.at),
    ...prices,
    gross_cents: gross,
    commission_cents: addCents(opening.commission, closing.commission),
    swap_cents: cents(0),
    fee_cents: addCents(opening.fee, closing.fee),
    net_cents: addCents(gross, opening.commission, opening.fee, closing.commission, closing.fee),
    booked_cents: addCents(gross, closing.commission, closing.fee),
    currency: config.currency,
    is_final_slice: pair.is_final,
    ...(close.fill.session_date === null ? {} : { session_date: close.fill.session_date }),
  };
}

function openingOf({ fill, volume }: Part, instrument: Instrument, config: FillEventConfig): PositionOpened {
  return {
    kind: 'position-opened',
    // Events of one instant are told in the order of their ids: a fill that turns a position round closes before it opens.
    external_id: `opening-${fill.id}`,
    ...base(fill, config),
    position_id: fill.id,
    symbol: instrument.code,
    side: fill.side,
    volume: volumeText(volume),
    volume_unit: 'contract',
    contract_size: instrument.value_per_unit,
    open_price: fill.price,
  };
}

/** What the opening part of a fill was charged, which left the balance there and then. */
function entryCosts(part: Part, config: FillEventConfig): BalanceOperation[] {
  const { fill } = part;
  const costs: { operation: 'commission' | 'fee'; amount: Cents; suffix: string }[] = [
    { operation: 'commission', amount: shareOfFill(fill.commission_cents, part), suffix: '' },
    { operation: 'fee', amount: shareOfFill(fill.fee_cents, part), suffix: '-fee' },
  ];
  return costs
    .filter(({ amount }) => amount !== 0)
    .map(({ operation, amount, suffix }) => ({
      kind: 'balance',
      external_id: fill.id + suffix,
      ...base(fill, config),
      operation,
      amount_cents: amount,
      currency: config.currency,
      affects_profit: true,
      position_id: fill.id,
    }));
}

function instant(at: number): string {
  return new Date(at).toISOString();
}

function volumeText(units: bigint): string {
  return decimalText({ units, scale: 8 });
}
