// The format of a worked case, and how its outputs are compared: every expected key exactly, text by text.
import { z } from 'zod';
import { instantText, type Reset } from '@/lib/day';
import { formatMoney, money, type Cents } from '@/lib/money';

export type Row = Record<string, unknown>;
export interface GoldenCase {
  id: string;
  rule: string;
  params: Row;
  events: Row[];
  expected: Row;
}
export type Outputs = Record<string, unknown>;
export interface Mismatch {
  key: string;
  expected: unknown;
  got: unknown;
}

const NOT_COMPARED = new Set(['explain', 'naive_wrong', 'consequence', 'account_state']);
const row = z.record(z.string(), z.unknown());
export const fileSchema = z.array(
  z.object({ id: z.string(), rule: z.string(), params: row.default({}), events: z.array(row).default([]), expected: row }),
);

export function compare(expected: Row, outputs: Outputs): Mismatch[] {
  return Object.keys(expected)
    .filter((key) => !NOT_COMPARED.has(key) && !isSame(expected[key], outputs[key]))
    .map((key) => ({ key, expected: expected[key], got: outputs[key] }));
}

function isSame(a: unknown, b: unknown): boolean {
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => isSame(item, b[i]));
  if (typeof a === 'object' && a !== null) {
    if (typeof b !== 'object' || b === null || Array.isArray(b)) return false;
    const [x, y] = [a as Row, b as Row];
    const keys = Object.keys(x);
    return keys.length === Object.keys(y).length && keys.every((key) => key in y && isSame(x[key], y[key]));
  }
  return a === b;
}

/** Reads a case's own money and prints it again, with its own number of decimals. */
export interface Purse {
  digits: number;
  read(value: unknown): Cents;
  /** As `read`, with what an absent field means. */
  readOr(value: unknown, otherwise: string): Cents;
  print(value: Cents): string;
}

export function purse(params: Row): Purse {
  const digits = typeof params.minor_digits === 'number' ? params.minor_digits : 2;
  const read = (value: unknown) => money(text(value), digits);
  return {
    digits,
    read,
    readOr: (value, otherwise) => read(value === undefined || value === null ? otherwise : value),
    print: (value) => formatMoney(value, digits),
  };
}

export function text(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  throw new Error(`not text: ${JSON.stringify(value)}`);
}

export function count(value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  throw new Error(`not a whole number: ${JSON.stringify(value)}`);
}

export function list(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw new Error(`not a list: ${JSON.stringify(value)}`);
}

export function resetOf(params: Row): Reset {
  return (params.reset ?? { tz: 'Europe/Prague', time: '00:00' }) as Reset;
}

/** Milliseconds of an instant. */
export function instant(value: unknown): number {
  const at = Date.parse(text(value));
  if (Number.isNaN(at)) throw new Error(`not an instant: ${JSON.stringify(value)}`);
  return at;
}

/** Microseconds of an instant, for the order of events. */
export function micros(value: unknown): bigint {
  const fraction = /\.(\d{1,6})/.exec(text(value))?.[1] ?? '';
  const second = BigInt(Math.floor(instant(value) / 1000)) * 1_000_000n;
  return second + BigInt(fraction.padEnd(6, '0'));
}

export { instantText };
