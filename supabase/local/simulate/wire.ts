// What the demo broker's relay writes: canonical events with money as text. Nothing is computed here.
import { cents, formatMoney } from '@/lib/money';
import { lotsText, priceText } from './market';
import type { Book, ClosedSlice, LivePosition } from './book';
import type { Leg } from './plan';

export interface StoryEvent {
  /** When it happened, milliseconds UTC. */
  at: number;
  type: 'trade.closed' | 'balance.changed' | 'account.snapshot' | 'position.opened' | 'position.changed';
  data: Record<string, unknown>;
}
export interface StoryAccount {
  platform: string;
  server: string;
  login: string;
  currency: string;
  digits: number;
}

export class Relay {
  constructor(private readonly account: StoryAccount) {}

  private base(external_id: string): Record<string, unknown> {
    const { platform, server, login } = this.account;
    return { account: { platform, server, login }, external_id };
  }

  private money(amount: number): string {
    return formatMoney(cents(amount), this.account.digits);
  }

  operation(at: number, external_id: string, operation: string, amount: number, extra: Record<string, unknown> = {}): StoryEvent {
    const affects_profit = operation === 'commission';
    const rest = { operation, amount: this.money(amount), currency: this.account.currency, affects_profit, ...extra, occurred_at: iso(at) };
    return { at, type: 'balance.changed', data: { ...this.base(external_id), ...rest } };
  }

  opened(live: LivePosition): StoryEvent {
    const { trade, position_id, open_deal_id } = live;
    const data = {
      ...this.base(open_deal_id),
      ...position(live, trade.lots),
      position_id,
      contract_size: trade.instrument.contract_size,
      stop_loss: priceText(trade.instrument, trade.stop_steps),
      take_profit: priceText(trade.instrument, trade.target_steps),
      open_reason: 'client',
      magic: '0',
    };
    return { at: trade.opened_at, type: 'position.opened', data };
  }

  stopMoved(at: number, external_id: string, live: LivePosition): StoryEvent {
    const stop_loss = priceText(live.trade.instrument, live.stop_steps);
    return {
      at,
      type: 'position.changed',
      data: { ...this.base(external_id), position_id: live.position_id, stop_loss, occurred_at: iso(at) },
    };
  }

  closed(live: LivePosition, leg: Leg, slice: ClosedSlice, close_deal: string, order: string): StoryEvent {
    const { trade } = live;
    const data = {
      ...this.base(close_deal),
      position_id: live.position_id,
      order_id: order,
      open_deal_ids: [live.open_deal_id],
      close_deal_id: close_deal,
      ...position(live, leg.lots),
      contract_size: trade.instrument.contract_size,
      closed_at: iso(leg.at),
      close_price: priceText(trade.instrument, leg.steps),
      stop_loss: priceText(trade.instrument, live.stop_steps),
      take_profit: priceText(trade.instrument, trade.target_steps),
      gross: this.money(slice.gross),
      commission: this.money(slice.commission),
      swap: this.money(slice.swap),
      fee: this.money(0),
      net: this.money(slice.net),
      booked: this.money(slice.booked),
      currency: this.account.currency,
      close_reason: leg.reason,
      magic: '0',
      comment: '',
      is_final_slice: slice.is_final,
    };
    return { at: leg.at, type: 'trade.closed', data };
  }

  snapshot(at: number, external_id: string, book: Book, sampling: 'poll' | 'end-of-day'): StoryEvent {
    const seen = book.report(at);
    const open = book.open.map((live) => ({ live, floating: book.floating(live, at) }));
    const data = {
      ...this.base(external_id),
      balance: this.money(book.balance_cents),
      equity: this.money(seen.equity),
      equity_low: this.money(seen.low),
      equity_high: this.money(seen.high),
      credit: this.money(0),
      floating: this.money(open.reduce((sum, { floating }) => sum + floating, 0)),
      swap: this.money(open.reduce((sum, { live }) => sum + live.swap_cents, 0)),
      open_position_count: open.length,
      sampling,
      positions: open.map(({ live, floating }) => ({
        position_id: live.position_id,
        ...position(live, live.left),
        stop_loss: priceText(live.trade.instrument, live.stop_steps),
        take_profit: priceText(live.trade.instrument, live.trade.target_steps),
        floating: this.money(floating),
        swap: this.money(live.swap_cents),
      })),
      occurred_at: iso(at),
    };
    return { at, type: 'account.snapshot', data };
  }
}

function position(live: LivePosition, lots: number): Record<string, unknown> {
  const { trade } = live;
  return {
    symbol: trade.instrument.symbol,
    side: trade.direction === 1 ? 'buy' : 'sell',
    volume: lotsText(lots),
    volume_unit: 'lot',
    open_price: priceText(trade.instrument, trade.open_steps),
    opened_at: iso(trade.opened_at),
  };
}

export function iso(at: number): string {
  return new Date(at).toISOString();
}
