// A product as its form has it and as the catalogue stores it, and how far its buyers came. Money is read exactly once, here.
import { z } from 'zod';
import { parseDecimal } from '@/lib/decimal';
import { minorDigits, parseMoney } from '@/lib/money';

export const KIND_WORDS: Record<string, string> = { goat: 'GOAT', classic: 'Classic', no_time_limit: 'No time limit' };
const KINDS = ['goat', 'classic', 'no_time_limit'] as const;

export interface Product {
  id: string;
  title: string;
  steps: number;
  kind: string;
  product_id: string | null;
  account_size_cents: number;
  currency: string;
  price_cents: number;
  profit_split_bps: number;
  connection_id: string | null;
  is_archived: boolean;
  archived_at: string | null;
  version: number;
}
export interface ProductFigures {
  challenge_type_id: string;
  sold: number;
  revenue_cents: number;
  returned: number;
  returned_cents: number;
  waiting: number;
  opened: number;
  running: number;
  failed: number;
  passed: number;
  funded: number;
}
export interface ProductPhase {
  id: string;
  challenge_type_id: string;
  position: number;
  name: string;
  is_live: boolean;
  version: number;
}

const MAX_CENTS = 100_000_000_000;
const whole = z.string().regex(/^\d{1,2}$/);

/** The form of a product. Amounts are text in major units, the split is a percentage. */
export const productForm = z
  .strictObject({
    id: z.union([z.literal(''), z.uuid()]).optional(),
    version: z.coerce.number().int().positive().optional(),
    title: z.string().trim().min(3, 'Give it a title of at least three letters.').max(80),
    steps: whole.transform((text) => Number.parseInt(text, 10)).refine((steps) => steps >= 1 && steps <= 3, 'One, two or three steps.'),
    kind: z.enum(KINDS, 'Choose a kind.'),
    product_id: z.string().trim().max(120),
    currency: z
      .string()
      .trim()
      .regex(/^[A-Za-z]{3}$/, 'Three letters, such as USD.')
      .transform((text) => text.toUpperCase()),
    account_size: z.string().trim(),
    price: z.string().trim(),
    profit_split: z.string().trim(),
    connection_id: z.union([z.literal('').transform(() => null), z.uuid()]),
    reason: z.string().trim().max(500).optional(),
  })
  .transform(({ account_size, price, profit_split, ...rest }, context) => {
    const digits = minorDigits(rest.currency);
    const amount = (text: string, path: string, least: number): number => {
      const value = parseMoney(text.replaceAll(',', ''), digits);
      if (value !== null && value >= least && value <= MAX_CENTS) return value;
      context.addIssue({ code: 'custom', path: [path], message: 'Write an amount, such as 155.00.' });
      return 0;
    };
    const profit_split_bps = percentBps(profit_split);
    if (profit_split_bps === null)
      context.addIssue({ code: 'custom', path: ['profit_split'], message: 'Write a percentage from 0 to 100.' });
    return {
      ...rest,
      account_size_cents: amount(account_size, 'account_size', 1),
      price_cents: amount(price, 'price', 0),
      profit_split_bps: profit_split_bps ?? 0,
    };
  });
export type ProductInput = z.output<typeof productForm>;

/** "80" or "80.5" to basis points; null where it is no percentage of two decimals. */
function percentBps(text: string): number | null {
  const bps = /^\d{1,3}(\.\d{1,2})?$/.test(text) && parseDecimal(text) !== null ? parseMoney(text, 2) : null;
  return bps === null || bps > 10_000 ? null : bps;
}

export interface ProductChange {
  id: number;
  kind: string;
  at: string;
  by: string;
  reason: string | null;
  before: Record<string, unknown>;
  after: Record<string, unknown>;
}

const UNTOLD = new Set(['id', 'challenge_type_id', 'archived_at']);

/** Field by field, what was and what is; what a new product begins with is no change. */
export function changeLines({
  kind,
  before,
  after,
}: Pick<ProductChange, 'kind' | 'before' | 'after'>): { field: string; before: string; after: string }[] {
  if (kind.endsWith('.created')) return [];
  const text = (value: unknown) => (value === null || value === undefined ? 'nothing' : String(value));
  const fields = Object.keys(after).filter((field) => !UNTOLD.has(field));
  return fields.map((field) => ({ field: field.replaceAll('_', ' '), before: text(before[field]), after: text(after[field]) }));
}

/** A source accounts can live on, as a choice. */
export interface Platform {
  value: string;
  label: string;
  isOff: boolean;
}

/** Where accounts of a product would be opened, told where nobody would hear them. */
export function sourceWarnings({ connection_id }: Pick<Product, 'connection_id'>, platforms: readonly Platform[] | null): string[] {
  if (platforms === null) return [];
  const own = platforms.find(({ value }) => value === connection_id);
  if (connection_id === null && platforms.every(({ isOff }) => isOff))
    return ['No source takes new accounts: no order for it is delivered.'];
  return own?.isOff ? [`Its source is ${own.label}: no order for it is delivered until that is on again, or it has another one.`] : [];
}

/** What is wired wrong before it costs a sale, beyond what the rules themselves say. */
export function wiringWarnings(
  product: Pick<Product, 'price_cents'>,
  phases: readonly Pick<ProductPhase, 'is_live'>[],
  waiting: number,
): string[] {
  const tests = phases.filter(({ is_live }) => !is_live).length;
  return [
    ...(phases.length === 0 ? ['It has no phases: an order for it could not be delivered.'] : []),
    ...(phases.length > 0 && tests === 0 ? ['Its first phase is live: every buyer is funded at once.'] : []),
    ...(phases.length > 0 && !phases.some(({ is_live }) => is_live) ? ['It has no live phase: whoever passes has nowhere to go.'] : []),
    ...(product.price_cents === 0 ? ['It costs nothing: any order for it at 0.00 is delivered.'] : []),
    ...(waiting > 0 ? [`${waiting} ${waiting === 1 ? 'paid order waits' : 'paid orders wait'} for an account.`] : []),
  ];
}
