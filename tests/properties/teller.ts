// Tells what happened to an account on our own wire, keeping the broker's own books so that what it reports adds up.
import { operation, reversal, snapshot, trade, type WireEvent } from '../trades/wire-samples';
import type { Happening } from './lives';
import { textOf, type Book } from './rule-books';

interface Slice {
  id: string;
  at: number;
  gross: bigint;
}
interface Held {
  id: string;
  symbol: string;
  side: 'buy' | 'sell';
  opened: number;
}

export class Teller {
  readonly wires: WireEvent[] = [];
  readonly booked: { kind: 'payout' | 'unblock'; id: string; at: number; amount: bigint }[] = [];
  private at: number;
  private balance: bigint;
  private credit = 0n;
  private serial = 0;
  private readonly named = new Map<string, number>();
  private readonly open: Held[] = [];
  private readonly slices: Slice[] = [];
  private readonly payouts: { id: string; amount: bigint }[] = [];

  constructor(
    private readonly book: Book,
    start: number,
    private readonly nameOf: (index: number) => string,
    private readonly sharesNames: boolean,
  ) {
    this.at = start;
    this.balance = book.initial;
  }

  tell(step: Happening): void {
    this.at += step.gap;
    const amount = this.amount(step.size);
    const positive = (amount < 0n ? -amount : amount) + 1n;
    switch (step.kind) {
      case 'open':
        return this.opened(step);
      case 'change':
        return this.changed(step);
      case 'close':
        return this.closed(step, amount, `p${this.serial}`, true, null);
      case 'slice':
      case 'finish':
        return this.closedPart(step, amount);
      case 'report':
      case 'list':
        return this.report(step, amount);
      case 'deposit':
        return this.operation('deposit', positive);
      case 'withdrawal':
        return this.operation('withdrawal', -positive);
      case 'credit':
        return this.operation('credit', positive);
      case 'fee':
        return this.operation(step.flag ? 'commission' : 'fee', -positive / 50n - 1n, step.flag);
      case 'correction':
        return this.operation('correction', amount, true);
      case 'cancel':
      case 'correct':
        return this.cancelled(step, amount);
      case 'payout':
        return this.paid(positive);
      case 'paid-out':
        return this.withdrawn(step);
      case 'unblock':
        this.booked.push({ kind: 'unblock', id: `unblock-${this.serial++}`, at: this.at, amount: 0n });
    }
  }

  private amount(size: number): bigint {
    // A few odd minor units, so that nothing is round.
    return (this.book.initial * BigInt(size)) / 10_000n + BigInt(this.serial % 7) - 3n;
  }

  private push(wire: WireEvent, step: Pick<Happening, 'micros'> = { micros: 0 }): void {
    const at = this.instant(step.micros);
    const when = wire.type === 'trade.closed' ? 'closed_at' : wire.type === 'position.opened' ? 'opened_at' : 'occurred_at';
    const currency = 'currency' in wire.data ? { currency: this.book.currency } : {};
    this.wires.push({ ...wire, data: { ...wire.data, ...currency, [when]: at } });
  }

  private instant(micros: number): string {
    const iso = new Date(this.at).toISOString();
    return micros === 0 ? iso : `${iso.slice(0, -1)}${String(micros).padStart(3, '0')}Z`;
  }

  private text = (minor: bigint): string => textOf(minor, this.book.digits);
  /** Platforms number deals, orders and reports apart, so one name may stand for events of several kinds. */
  private name(kind: string): string {
    const counter = this.sharesNames ? kind : '';
    const index = this.named.get(counter) ?? 0;
    this.named.set(counter, index + 1);
    this.serial += 1;
    return this.nameOf(index);
  }

  private opened(step: Happening): void {
    const held: Held = { id: `p${this.serial}`, symbol: step.symbol, side: step.flag ? 'buy' : 'sell', opened: this.at };
    this.open.push(held);
    const signs = step.which % 3 === 0 ? { magic: '7' } : step.which % 3 === 1 ? { comment: 'a bot' } : {};
    const prices = { volume: step.lots, volume_unit: 'lot', open_price: '1.10000', contract_size: '100000' };
    const stop = step.which % 2 === 0 ? { stop_loss: '1.09000' } : {};
    const data = {
      external_id: this.name('opened'),
      position_id: held.id,
      symbol: held.symbol,
      side: held.side,
      ...prices,
      ...stop,
      ...signs,
    };
    this.push(withAccount('position.opened', data), step);
  }

  private changed(step: Happening): void {
    const held = this.open[step.which % Math.max(1, this.open.length)];
    if (!held) return;
    const change = step.flag ? { stop_loss: step.which % 2 === 0 ? null : '1.08000' } : { volume: step.lots };
    this.push(withAccount('position.changed', { external_id: this.name('changed'), position_id: held.id, ...change }), step);
  }

  private closedPart(step: Happening, amount: bigint): void {
    const held = this.open[step.which % Math.max(1, this.open.length)];
    const isFinal = step.kind === 'finish';
    if (held && isFinal) this.open.splice(this.open.indexOf(held), 1);
    // Without a known position it is a slice of one that nobody said was open.
    this.closed(step, amount, held?.id ?? `q${step.which % 3}`, step.flag || isFinal ? isFinal : null, held ?? null);
  }

  private closed(step: Happening, amount: bigint, position: string, isFinal: boolean | null, held: Held | null): void {
    const id = this.name('trade');
    const costs = { commission: step.low % 3 === 0 ? -2n : 0n, swap: step.high % 5 === 0 ? 1n : 0n };
    const net = amount + costs.commission + costs.swap;
    const since = held?.opened ?? (step.flag ? this.at - (step.which + 1) * 45_000 : null);
    const change = {
      position_id: position,
      symbol: held?.symbol ?? step.symbol,
      side: held?.side ?? 'buy',
      volume: step.lots,
      opened_at: since === null ? null : new Date(since).toISOString(),
      commission: this.text(costs.commission),
      swap: this.text(costs.swap),
      fee: this.text(0n),
      net: this.text(net),
      is_final_slice: isFinal ?? undefined,
      ...(step.which % 7 === 0 ? { close_reason: 'stop-loss' } : {}),
    };
    this.slices.push({ id, at: this.at, gross: net });
    this.balance += net;
    this.push(trade(id, this.text(amount), new Date(this.at).toISOString(), change), step);
  }

  private report(step: Happening, floating: bigint): void {
    const isGapped = step.which === 20;
    const balance = this.balance + (isGapped ? 5n : 0n);
    const isOpen = this.open.length > 0;
    const worth = isOpen ? floating : 0n;
    const equity = balance + worth + this.credit;
    const extremes = step.flag
      ? {
          low: this.text(equity - this.amount(step.low) * (step.low > 0 ? 1n : 0n) - 9n),
          high: this.text(equity + this.amount(step.high + 1) + 9n),
        }
      : {};
    const wire = snapshot(this.name('report'), { balance: this.text(balance), equity: this.text(equity), ...extremes }, '');
    const list =
      step.kind === 'list'
        ? { positions: this.listed(worth), open_position_count: this.open.length }
        : isOpen
          ? { open_position_count: this.open.length }
          : {};
    this.push({ ...wire, data: { ...wire.data, credit: this.text(this.credit), ...list } }, step);
  }

  private listed(worth: bigint): Record<string, unknown>[] {
    return this.open.map((held, index) => ({
      position_id: held.id,
      symbol: held.symbol,
      side: held.side,
      volume: '1.00',
      volume_unit: 'lot',
      open_price: '1.10000',
      opened_at: new Date(held.opened).toISOString(),
      floating: this.text(index === 0 ? worth : 0n),
      swap: this.text(0n),
    }));
  }

  private operation(kind: string, amount: bigint, affectsProfit = false, reference?: string): void {
    if (kind === 'credit') this.credit += amount;
    else this.balance += amount;
    const wire = operation(this.name('operation'), kind, this.text(amount), '');
    this.push({ ...wire, data: { ...wire.data, affects_profit: affectsProfit, ...(reference === undefined ? {} : { reference }) } });
  }

  /** The dealer takes a slice back; a correction books it anew with another result. */
  private cancelled(step: Happening, amount: bigint): void {
    const [slice] = this.slices.splice(step.which % Math.max(1, this.slices.length), 1);
    if (!slice) return;
    this.balance -= slice.gross;
    this.push(reversal(this.name('reversal'), slice.id, ''), step);
    if (step.kind === 'correct') this.closed(step, amount, `c${slice.id}`, true, null);
  }

  private paid(amount: bigint): void {
    const id = `payout-${this.serial++}`;
    this.payouts.push({ id, amount });
    this.balance -= amount;
    this.booked.push({ kind: 'payout', id, at: this.at, amount });
  }

  /** The broker's own withdrawal of a payout: by its reference or by its amount, sometimes of another amount. */
  private withdrawn(step: Happening): void {
    const payout = this.payouts.shift();
    if (!payout) return;
    const extra = step.which % 4 === 0 ? 3n : 0n;
    this.balance += payout.amount;
    this.operation('withdrawal', -(payout.amount + extra), false, step.flag ? payout.id : undefined);
  }
}

function withAccount(type: string, data: Record<string, unknown>): WireEvent {
  return {
    type,
    data: { ...reversal('', '', '').data, reverses_external_id: undefined, reason: undefined, occurred_at: undefined, ...data },
  };
}
