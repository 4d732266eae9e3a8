// Paired deals and balance rows to the events the judge reads. What an opening was charged leaves the balance when it is charged and
// is earned back by nobody: it becomes an operation of its own, and each slice carries its share in net but not in booked.
import { addCents, cents, type Cents } from '@/lib/money';
import type {
  AccountRef,
  BalanceOperation,
  BrokerEvent,
  Operation,
  PositionChanged,
  PositionOpened,
  Reason,
  Trade,
} from '@/lib/trades/event';
import type { Opening, Paired, Slice } from '@/lib/trades/pairing-deal';
import type { BalanceRow } from './mt5-deals';
import { volumeText } from './mt5-text';
import type { ServerZone } from './mt5-zone';

export interface EventConfig {
  account: AccountRef;
  currency: string;
  zone: ServerZone;
  received_at: string;
  message_id: string;
}

type Base = Pick<Trade, 'account' | 'source' | 'occurred_at' | 'broker_time' | 'broker_zone' | 'received_at' | 'message_id'>;

export function pairedEvents(item: Paired, config: EventConfig): BrokerEvent[] {
  return item.kind === 'slice' ? [tradeOf(item, config)] : [openingOf(item, config), ...entryCosts(item, config)];
}

export function operationEvent(row: BalanceRow, config: EventConfig): BalanceOperation {
  return {
    kind: 'balance',
    external_id: row.id,
    ...base(row.at, row.wall, config),
    operation: row.operation,
    amount_cents: row.amount_cents,
    currency: config.currency,
    affects_profit: row.affects_profit,
    ...(row.comment === '' ? {} : { comment: row.comment }),
  };
}

function base(at: number, wall: string, config: EventConfig): Base {
  const { account, received_at, message_id } = config;
  const occurred_at = new Date(at).toISOString();
  return { account, source: 'csv', occurred_at, broker_time: wall, broker_zone: config.zone.label, received_at, message_id };
}

function tradeOf(slice: Slice, config: EventConfig): Trade {
  const { deal, own, share } = slice;
  const commission = cents(own.commission + share.commission);
  const swap = cents(own.swap + share.swap);
  const fee = cents(own.fee + share.fee);
  const net = addCents(deal.profit_cents, commission, swap, fee);
  const reason = closeReason(deal.comment);
  return {
    kind: 'trade',
    external_id: deal.id,
    ...base(deal.at, deal.wall, config),
    position_id: slice.position_id,
    open_deal_ids: slice.open_deal_ids,
    close_deal_id: deal.id,
    ...(deal.order_id === null ? {} : { order_id: deal.order_id }),
    symbol: deal.symbol,
    broker_symbol: deal.symbol,
    side: slice.side,
    volume: volumeText(slice.volume),
    volume_unit: 'lot',
    opened_at: slice.opened_at === null ? null : new Date(slice.opened_at).toISOString(),
    closed_at: new Date(deal.at).toISOString(),
    open_price: slice.open_price,
    close_price: deal.price,
    ...stops(slice),
    gross_cents: deal.profit_cents,
    commission_cents: commission,
    swap_cents: swap,
    fee_cents: fee,
    net_cents: net,
    booked_cents: cents(net - share.commission - share.swap - share.fee),
    currency: config.currency,
    ...(reason ? { close_reason: reason } : {}),
    ...(deal.comment === '' ? {} : { comment: deal.comment }),
    is_final_slice: slice.is_final,
  };
}

function stops(item: Slice | Opening): { stop_loss?: string; take_profit?: string } {
  return {
    ...(item.stop_loss === null ? {} : { stop_loss: item.stop_loss }),
    ...(item.take_profit === null ? {} : { take_profit: item.take_profit }),
  };
}

/** MetaTrader says why it closed a position only in the comment: "[sl 1.08300]", "[tp 1.08620]", "[so 48.2%]". */
function closeReason(comment: string): Reason | null {
  const tag = /^\[?(sl|tp|so)[\s:\]]/i.exec(comment)?.[1]?.toLowerCase();
  return tag === 'sl' ? 'stop-loss' : tag === 'tp' ? 'take-profit' : tag === 'so' ? 'stop-out' : null;
}

/** The stops of an export are those the position ended with, so an opening does not claim them: nobody knows when they were set. */
function openingOf(item: Opening, config: EventConfig): PositionOpened | PositionChanged {
  const { deal, position_id, open_price } = item;
  const stem = { external_id: deal.id, ...base(deal.at, deal.wall, config), position_id };
  const volume = volumeText(item.volume);
  if (item.kind === 'enlarged') return { kind: 'position-changed', ...stem, volume, open_price };
  const comment = deal.comment === '' ? {} : { comment: deal.comment };
  return { kind: 'position-opened', ...stem, symbol: deal.symbol, side: item.side, volume, volume_unit: 'lot', open_price, ...comment };
}

function entryCosts(item: Opening, config: EventConfig): BalanceOperation[] {
  const parts: { operation: Operation; amount: number; suffix: string }[] = [
    { operation: 'commission', amount: item.costs.commission, suffix: '' },
    { operation: 'fee', amount: item.costs.fee, suffix: '-fee' },
    { operation: 'swap', amount: item.costs.swap, suffix: '-swap' },
  ];
  return parts
    .filter((part) => part.amount !== 0)
    .map((part) => ({
      kind: 'balance',
      external_id: item.deal.id + part.suffix,
      ...base(item.deal.at, item.deal.wall, config),
      operation: part.operation,
      amount_cents: cents(part.amount) satisfies Cents,
      currency: config.currency,
      affects_profit: true,
      position_id: item.position_id,
    }));
}
