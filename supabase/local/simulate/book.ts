// The demo broker's ledger of one account: whole minor units in, whole minor units out, so that every snapshot agrees with the sum of
// everything booked before it. It decides nothing; it only keeps the books.
import type { Leg, PlannedTrade } from './plan';
import { stepsAt } from './plan';

export interface LivePosition {
  trade: PlannedTrade;
  position_id: string;
  open_deal_id: string;
  /** Hundredths of a lot still open. */
  left: number;
  stop_steps: number;
  entry_cents: number;
  entry_left: number;
  swap_cents: number;
}
export interface ClosedSlice {
  gross: number;
  commission: number;
  swap: number;
  net: number;
  booked: number;
  is_final: boolean;
}

export class Book {
  balance_cents = 0;
  open: LivePosition[] = [];
  private low = 0;
  private high = 0;

  deposit(amount_cents: number): void {
    this.balance_cents += amount_cents;
    this.low = this.balance_cents;
    this.high = this.balance_cents;
  }

  /** The opening is charged at once; its slices will carry the shares. */
  enter(trade: PlannedTrade, position_id: string, open_deal_id: string): LivePosition {
    const entry_cents = -Math.trunc((trade.instrument.commission_per_lot * trade.lots) / 100);
    const live: LivePosition = {
      trade,
      position_id,
      open_deal_id,
      left: trade.lots,
      stop_steps: trade.stop_steps,
      entry_cents,
      entry_left: entry_cents,
      swap_cents: 0,
    };
    this.balance_cents += entry_cents;
    this.open.push(live);
    return live;
  }

  close(live: LivePosition, leg: Leg): ClosedSlice {
    const { trade } = live;
    const is_final = leg.lots >= live.left;
    const gross = trade.direction * (leg.steps - trade.open_steps) * leg.lots;
    const own = -Math.trunc((trade.instrument.commission_per_lot * leg.lots) / 100);
    const share = is_final ? live.entry_left : Math.trunc((live.entry_cents * leg.lots) / trade.lots);
    const swap = is_final ? live.swap_cents : Math.trunc((live.swap_cents * leg.lots) / live.left);
    live.entry_left -= share;
    live.swap_cents -= swap;
    live.left -= leg.lots;
    if (is_final) this.open = this.open.filter((position) => position !== live);
    const booked = gross + own + swap;
    this.balance_cents += booked;
    return { gross, commission: own + share, swap, net: booked + share, booked, is_final };
  }

  chargeNight(): void {
    for (const live of this.open) live.swap_cents -= Math.trunc((live.trade.instrument.swap_per_lot * live.left) / 100);
  }

  floating(live: LivePosition, at: number): number {
    return live.trade.direction * (stepsAt(live.trade, at) - live.trade.open_steps) * live.left;
  }

  equity(at: number): number {
    return this.open.reduce((sum, live) => sum + this.floating(live, at) + live.swap_cents, this.balance_cents);
  }

  /** Takes the present into the lowest and highest since the last report. */
  look(at: number): void {
    const equity = this.equity(at);
    this.low = Math.min(this.low, equity);
    this.high = Math.max(this.high, equity);
  }

  /** The lowest and highest since the last report, which this is. */
  report(at: number): { equity: number; low: number; high: number } {
    this.look(at);
    const equity = this.equity(at);
    const seen = { equity, low: this.low, high: this.high };
    this.low = equity;
    this.high = equity;
    return seen;
  }
}
