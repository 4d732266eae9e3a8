// A market's month of honest accounts, made from a seed: sessions, news, bar openings, fashions, public signals with a few or with many
// followers. Among them some copy and some hedge, and who they are is known.
import { BookBuilder, BUY, SELL, type Side } from '@/lib/abuse/book';

export interface Open {
  symbol: number;
  at: number;
  side: Side;
  lots: number;
  closed: number;
}
export interface Planted {
  a: number;
  b: number;
  how: string;
}
export const START = Date.UTC(2026, 9, 5);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const DAYS = 30;
const POPULARITY = [30, 26, 14, 9, 6, 5, 4, 2, 2, 1, 1];
/** Hours of the day in UTC people are at their screens, and how many of them. */
const SESSIONS: [from: number, to: number, weight: number][] = [
  [7, 12, 5],
  [12, 17, 5],
  [13, 20, 4],
  [0, 7, 2],
  [0, 24, 1],
];
const SIZES = [0.01, 0.05, 0.1, 0.2, 0.25, 0.5, 1, 1, 2, 3, 5];

export type Random = () => number;
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
export const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
export const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
export function weighted(random: Random, weights: readonly number[]): number {
  let left = random() * weights.reduce((sum, weight) => sum + weight, 0);
  return Math.max(
    0,
    weights.findIndex((weight) => (left -= weight) < 0),
  );
}
const hold = (random: Random): number => Math.round(Math.exp(Math.log(25 * MINUTE) + 1.4 * normal(random)));
const dayOf = (random: Random): number => START + Math.floor(random() * DAYS) * DAY;
const isOff = (at: number): boolean => [0, 6].includes(new Date(at).getUTCDay());
function workday(random: Random): number {
  for (;;) {
    const day = dayOf(random);
    if (!isOff(day)) return day;
  }
}

interface Moment {
  at: number;
  symbols: number[];
  lean: Side;
}
export interface Market {
  random: Random;
  news: Moment[];
}

export function market(seed: number): Market {
  const random = randomFrom(seed);
  const news = Array.from({ length: 70 }, (): Moment => ({
    at: workday(random) + pick(random, [8, 9, 10, 12.5, 12.5, 13.5, 14, 18]) * HOUR,
    symbols: [0, 1, 2, 4].filter(() => random() < 0.7),
    lean: random() < 0.5 ? BUY : SELL,
  })).filter(({ symbols }) => symbols.length > 0);
  return { random, news };
}

const side = (random: Random, lean: Side, share: number): Side => (random() < share ? lean : ((1 - lean) as Side));

/** One honest account: its hours, its symbols, its sizes; one in five is a robot that trades at the opening of bars. */
export function honest({ random, news }: Market, trades: number): Open[] {
  const [from, to] = pick(
    random,
    SESSIONS.flatMap(([a, b, weight]) => Array.from({ length: weight }, (): [number, number] => [a, b])),
  );
  const symbols = Array.from({ length: 1 + Math.floor(random() * 4) }, () => weighted(random, POPULARITY));
  const sizes = [pick(random, SIZES), pick(random, SIZES)];
  const isRobot = random() < 0.2;
  return Array.from({ length: trades }, () => {
    const symbol = pick(random, symbols);
    const way = random();
    let at = workday(random) + (from + random() * (to - from)) * HOUR;
    let towards = side(random, BUY, 0.5);
    if (isRobot && way < 0.8) at = Math.floor(at / (15 * MINUTE)) * 15 * MINUTE + random() * 3_000;
    else if (way < 0.15) {
      const event = pick(random, news);
      at = event.at - Math.log(1 - random()) * 40_000;
      towards = side(random, event.lean, 0.7);
      return { symbol: pick(random, event.symbols), at, side: towards, lots: pick(random, sizes), closed: at + hold(random) };
    } else if (way < 0.25) at = workday(random) + pick(random, [7, 8, 13.5]) * HOUR + random() * 120_000;
    return { symbol, at, side: towards, lots: pick(random, sizes), closed: at + hold(random) };
  });
}

/** A public signal: everybody who follows acts on a part of it, late by as much as people are, with their own sizes. */
export function signal({ random }: Market, accounts: readonly Open[][], followers: readonly number[]): void {
  const symbols = [weighted(random, POPULARITY), weighted(random, POPULARITY)];
  const habits = followers.map((who) => ({ who, acts: 0.3 + random() * 0.5, lots: pick(random, SIZES), late: 12 + random() * 30 }));
  for (let day = START; day < START + DAYS * DAY; day += DAY) {
    if (isOff(day)) continue;
    for (let k = 0; k < 2 + Math.floor(random() * 3); k++) {
      const told = day + (7 + random() * 12) * HOUR;
      const [symbol, towards] = [pick(random, symbols), side(random, BUY, 0.5)];
      const target = told + hold(random);
      for (const { who, acts, lots, late } of habits) {
        if (random() > acts) continue;
        const at = told + Math.exp(Math.log(late * 1000) + 0.7 * normal(random));
        // Half of them leave the order to its target, which all reach in the same seconds.
        const closed = random() < 0.5 ? Math.max(at + 1000, target + random() * 4_000) : at + hold(random);
        (accounts[who] as Open[]).push({ symbol, at, side: towards, lots, closed });
      }
    }
  }
}

export function bookOf(accounts: readonly Open[][]): ReturnType<BookBuilder['build']> {
  const builder = new BookBuilder();
  accounts.forEach((opens, who) => {
    for (const { symbol, at, side: towards, lots, closed } of opens)
      builder.add(who, symbol, Math.round(at), towards, lots, Math.round(closed));
  });
  return builder.build(accounts.length, START, START + (DAYS + 1) * DAY);
}

/** A search rests between its steps; a test lets it run through. */
export function drained<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
