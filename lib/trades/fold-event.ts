// BrokerEvent to FoldEvent: what the broker said, in the words the judge folds.
import { addCents, cents } from '@/lib/money';
import { instantOfKey } from '@/lib/rules/order';
import type { DealEvent, FoldEvent, OpenPosition } from '@/lib/rules/types';
import type { AccountSnapshot, BrokerEvent, Position, PositionOpened, Reversal, Trade } from '@/lib/trades/event';
import { eventKey } from '@/lib/trades/event-key';
import { millisOf } from '@/lib/trades/instant-text';

/** What a reversal takes back: the amounts of the slice it names, where that slice is known. */
export type Reversed = Pick<Trade, 'booked_cents' | 'net_cents'> | null;

export function toFoldEvent(event: BrokerEvent, reversed: Reversed): FoldEvent {
  const base = { key: eventKey(event), at: millisOf(event.occurred_at), id: event.external_id };
  switch (event.kind) {
    case 'trade':
      return dealEvent(base.key, base.id, event);
    case 'reversal':
      return { ...base, ...reversal(event, reversed) };
    case 'balance': {
      const { operation, amount_cents, affects_profit, reference } = event;
      return { ...base, kind: 'operation', operation, amount_cents, affects_profit, ...(reference === undefined ? {} : { reference }) };
    }
    case 'snapshot':
      return { ...base, ...mark(event) };
    case 'position-opened':
      return { ...base, kind: 'opened', position: openedPosition(event) };
    case 'position-changed': {
      const { position_id, volume, open_price, stop_loss, take_profit } = event;
      return { ...base, kind: 'changed', position_id, ...defined({ volume, open_price, stop_loss, take_profit }) };
    }
  }
}

/** What of a trade the judge folds. */
type Slice = Pick<
  Trade,
  | 'booked_cents'
  | 'net_cents'
  | 'position_id'
  | 'symbol'
  | 'side'
  | 'volume'
  | 'opened_at'
  | 'is_final_slice'
  | 'open_price'
  | 'close_reason'
  | 'magic'
  | 'comment'
>;

/** Written out field by field: a preview makes millions of these. */
export function dealEvent(
  key: string,
  id: string,
  event: { [Key in keyof Slice]: Slice[Key] | undefined } & Omit<Slice, 'is_final_slice' | 'close_reason' | 'magic' | 'comment'>,
): DealEvent {
  const deal: DealEvent = {
    key,
    at: instantOfKey(key),
    id,
    kind: 'deal',
    booked_cents: event.booked_cents,
    net_cents: event.net_cents,
    position_id: event.position_id,
    symbol: event.symbol,
    side: event.side,
    volume: event.volume,
    opened_at: event.opened_at === null ? null : millisOf(event.opened_at),
    is_final: event.is_final_slice ?? null,
    open_price: event.open_price,
  };
  if (event.close_reason !== undefined) deal.reason = event.close_reason;
  if (event.magic !== undefined) deal.magic = event.magic;
  if (event.comment !== undefined) deal.comment = event.comment;
  return deal;
}

function reversal(event: Reversal, reversed: Reversed) {
  return {
    kind: 'reversal' as const,
    reverses_id: event.reverses_external_id,
    booked_cents: reversed?.booked_cents ?? null,
    net_cents: reversed?.net_cents ?? null,
  };
}

function mark(event: AccountSnapshot) {
  const { equity_cents, balance_cents, credit_cents, floating_cents, equity_low_cents, equity_high_cents, open_position_count } = event;
  const report = { equity_cents, balance_cents, credit_cents, floating_cents, equity_low_cents, equity_high_cents, open_position_count };
  const positions = event.positions?.map(reportedPosition);
  return { kind: 'mark' as const, ...defined({ ...report, swap_cents: separateSwap(event), positions }) };
}

/** Platforms differ in whether the floating result holds the swap; where it does, adding the swap would count it twice. */
function separateSwap(event: AccountSnapshot) {
  const { swap_cents, floating_cents, equity_cents, balance_cents, credit_cents } = event;
  if (swap_cents === undefined || floating_cents === undefined) return swap_cents;
  const rest = equity_cents - addCents(balance_cents, credit_cents, floating_cents);
  return Math.abs(rest - swap_cents) <= Math.abs(rest) ? swap_cents : cents(0);
}

function reportedPosition(one: Position): OpenPosition {
  return {
    position_id: one.position_id,
    symbol: one.symbol,
    side: one.side,
    volume: one.volume,
    open_price: one.open_price,
    opened_at: millisOf(one.opened_at),
    stop_loss: one.stop_loss ?? null,
    take_profit: one.take_profit ?? null,
    floating_cents: addCents(one.floating_cents, one.swap_cents),
  };
}

function openedPosition(event: PositionOpened): OpenPosition {
  return {
    position_id: event.position_id,
    symbol: event.symbol,
    side: event.side,
    volume: event.volume,
    open_price: event.open_price,
    opened_at: millisOf(event.occurred_at),
    stop_loss: event.stop_loss ?? null,
    take_profit: event.take_profit ?? null,
    floating_cents: null,
    ...defined({ reason: event.open_reason, magic: event.magic, comment: event.comment }),
  };
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };
/** Leaves out what was not said, because a judge reads an absent key as "as it was". */
function defined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Defined<T>;
}
