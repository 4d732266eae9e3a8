// Equity as one bar per account and minute: open, high, low and close, with the instants of the extremes.
import { instantText } from '@/lib/day';
import { subtractCents, ZERO, type Cents } from '@/lib/money';
import type { FoldEvent, Moment } from '@/lib/rules/types';

interface EquityBar {
  minute: string;
  open_cents: Cents;
  high_cents: Cents;
  high_at: string;
  low_cents: Cents;
  low_at: string;
  close_cents: Cents;
  close_at: string;
}

const MINUTE = 60_000;

/** Bars of the moments that carry an equity. The extremes a broker reported since its last report count at the report's instant. */
export function equityBars(moments: Moment[], events: FoldEvent[]): EquityBar[] {
  const byKey = new Map(events.map((event) => [event.key, event]));
  const bars = new Map<number, EquityBar>();
  for (const moment of moments) {
    if (moment.kind !== 'event' || moment.equity_cents === null) continue;
    const { low, high } = extremes(byKey.get(moment.key), moment.equity_cents);
    const minute = Math.floor(moment.at / MINUTE) * MINUTE;
    bars.set(
      minute,
      merged(bars.get(minute), { at: instantText(moment.at), minute: instantText(minute), equity: moment.equity_cents, low, high }),
    );
  }
  return [...bars.values()];
}

function extremes(event: FoldEvent | undefined, equity: Cents): { low: Cents; high: Cents } {
  if (event?.kind !== 'mark') return { low: equity, high: equity };
  const credit = event.credit_cents ?? ZERO;
  const low = event.equity_low_cents === undefined ? equity : subtractCents(event.equity_low_cents, credit);
  const high = event.equity_high_cents === undefined ? equity : subtractCents(event.equity_high_cents, credit);
  return { low: low < equity ? low : equity, high: high > equity ? high : equity };
}

function merged(bar: EquityBar | undefined, seen: { at: string; minute: string; equity: Cents; low: Cents; high: Cents }): EquityBar {
  const { at, minute, equity, low, high } = seen;
  if (!bar) {
    return { minute, open_cents: equity, high_cents: high, high_at: at, low_cents: low, low_at: at, close_cents: equity, close_at: at };
  }
  return {
    ...bar,
    ...(high > bar.high_cents ? { high_cents: high, high_at: at } : {}),
    ...(low < bar.low_cents ? { low_cents: low, low_at: at } : {}),
    close_cents: equity,
    close_at: at,
  };
}
