// How an account trades, counted from its closed positions alone: anybody who has the trades gets the same figures. Every figure carries the
// positions behind it. The bounds of a scalp and of a revenge trade are the house's own, not those of a rule set: this judges nobody.
import { tradingDay, type Reset } from '@/lib/day';
import { addDecimals, decimal, decimalText, toRational } from '@/lib/decimal';
import { addCents, cents, ZERO, type Cents } from '@/lib/money';
import { isDeclared } from '@/lib/rules/machine-signs';
import { isRevengeStep } from '@/lib/rules/revenge-steps';
import type { Signature } from '@/lib/rules/types';

/** One closing slice as `trades` holds it; instants in milliseconds. */
export interface Slice {
  id: string;
  /** What the platform calls it; by it the trade is found on the list. */
  ticket?: string | null;
  position_id: string;
  symbol: string;
  side: 'buy' | 'sell';
  lots: string;
  opened_at: number | null;
  closed_at: number;
  net_cents: number;
  magic: string | null;
  reason: string | null;
}
export interface ClosedPosition {
  /** Of its last slice. */
  trade_id: string;
  ticket: string | null;
  position_id: string;
  symbol: string;
  side: 'buy' | 'sell';
  lots: string;
  opened_at: number | null;
  closed_at: number;
  net: Cents;
  signature: Signature;
}
/** Opened larger and soon after a loss: the loss is the reason it counts. */
export type RevengeTrade = ClosedPosition & { after: ClosedPosition };
export interface Behaviour {
  positions: number;
  /** Every one of them, in the order they were closed. */
  all: readonly ClosedPosition[];
  wins: ClosedPosition[];
  losses: ClosedPosition[];
  /** Mean of the winners and, below nought, of the losers; null where there are none. Toward nought. */
  mean_win: Cents | null;
  mean_loss: Cents | null;
  /** Of the positions whose opening is known. */
  mean_hold_seconds: number | null;
  holds_known: number;
  days: number;
  worst_day: { day: string; net: Cents; positions: ClosedPosition[] } | null;
  scalps: ClosedPosition[];
  robots: ClosedPosition[];
  revenge: RevengeTrade[];
}

/** Held for less than this is a scalp. */
export const SCALP_SECONDS = 60;
/** Opened this soon after a losing close in the same symbol, and this many times its size. */
export const REVENGE = { seconds: 300, times: '1.5' } as const;
/** Fewer positions than this say more about luck than about somebody. */
export const ENOUGH_POSITIONS = 30;

const SECOND_MS = 1000;

/** Slices of a position made one again, in the order they were closed. */
export function positionsOf(slices: readonly Slice[]): ClosedPosition[] {
  const byId = new Map<string, Slice[]>();
  for (const slice of slices) byId.set(slice.position_id, [...(byId.get(slice.position_id) ?? []), slice]);
  const whole = [...byId.values()].map((parts): ClosedPosition => {
    const ordered = [...parts].sort((a, b) => a.closed_at - b.closed_at || (a.id < b.id ? -1 : 1));
    const [first, last] = [ordered[0], ordered.at(-1)];
    if (!first || !last) throw new Error('a position has at least one slice');
    const opened = ordered.flatMap(({ opened_at }) => opened_at ?? []);
    return {
      trade_id: last.id,
      ticket: last.ticket ?? null,
      position_id: first.position_id,
      symbol: first.symbol,
      side: first.side,
      lots: sumOfLots(ordered),
      opened_at: opened.length === 0 ? null : Math.min(...opened),
      closed_at: last.closed_at,
      net: addCents(...ordered.map(({ net_cents }) => cents(net_cents))),
      signature: { ...(last.magic === null ? {} : { magic: last.magic }), ...(last.reason === 'expert' ? { reason: 'expert' } : {}) },
    };
  });
  return whole.sort((a, b) => a.closed_at - b.closed_at || (a.position_id < b.position_id ? -1 : 1));
}

export function measure(positions: readonly ClosedPosition[], reset: Reset): Behaviour {
  const wins = positions.filter(({ net }) => net > 0);
  const losses = positions.filter(({ net }) => net < 0);
  const known = positions.flatMap((one) => holdSeconds(one) ?? []);
  const days = daysOf(positions, reset);
  return {
    positions: positions.length,
    all: positions,
    wins,
    losses,
    mean_win: mean(wins),
    mean_loss: mean(losses),
    mean_hold_seconds: known.length === 0 ? null : Math.trunc(known.reduce((sum, hold) => sum + hold, 0) / known.length),
    holds_known: known.length,
    days: days.size,
    worst_day: worstOf(days),
    scalps: positions.filter((one) => (holdSeconds(one) ?? SCALP_SECONDS) < SCALP_SECONDS),
    robots: positions.filter(({ signature }) => isDeclared(signature, [])),
    revenge: revengeTrades(positions),
  };
}

export function holdSeconds({ opened_at, closed_at }: ClosedPosition): number | null {
  return opened_at === null ? null : Math.max(0, Math.trunc((closed_at - opened_at) / SECOND_MS));
}

/** Mean winner over mean loser in hundredths; null where either is missing. */
export function payoffHundredths({ mean_win, mean_loss }: Behaviour): number | null {
  return mean_win === null || mean_loss === null || mean_loss === 0 ? null : Math.trunc((mean_win * 100) / -mean_loss);
}

function revengeTrades(positions: readonly ClosedPosition[]): RevengeTrade[] {
  const opened = positions.flatMap((one) => (one.opened_at === null ? [] : [{ one, at: one.opened_at }])).sort((a, b) => a.at - b.at);
  const mult = toRational(decimal(REVENGE.times));
  let closed = 0;
  const lastIn = new Map<string, ClosedPosition>();
  return opened.flatMap(({ one, at }) => {
    // Both orders only move forward, so each position is looked at twice and no more.
    for (let next = positions[closed]; next && next.closed_at <= at; next = positions[(closed += 1)]) lastIn.set(next.symbol, next);
    const before = lastIn.get(one.symbol);
    if (!before || at - before.closed_at > REVENGE.seconds * SECOND_MS) return [];
    const size = { size: toRational(decimal(before.lots)), net: before.net };
    return isRevengeStep(size, toRational(decimal(one.lots)), mult) ? [{ ...one, after: before }] : [];
  });
}

function daysOf(positions: readonly ClosedPosition[], reset: Reset): Map<string, ClosedPosition[]> {
  const days = new Map<string, ClosedPosition[]>();
  for (const one of positions) {
    const { label } = tradingDay(one.closed_at, reset);
    days.set(label, [...(days.get(label) ?? []), one]);
  }
  return days;
}

function worstOf(days: ReadonlyMap<string, ClosedPosition[]>): Behaviour['worst_day'] {
  let worst: Behaviour['worst_day'] = null;
  for (const [day, positions] of days) {
    const net = addCents(...positions.map((one) => one.net));
    if (net < 0 && (worst === null || net < worst.net)) worst = { day, net, positions };
  }
  return worst;
}

function mean(positions: readonly ClosedPosition[]): Cents | null {
  if (positions.length === 0) return null;
  return cents(Math.trunc(positions.reduce((sum, { net }) => addCents(sum, net), ZERO) / positions.length));
}

function sumOfLots(slices: readonly Slice[]): string {
  const total = slices.map(({ lots }) => decimal(lots)).reduce((sum, one) => addDecimals(sum, one));
  return decimalText(total);
}
