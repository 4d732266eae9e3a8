// What an import form says, made into the one shape the database takes: every row checked, every row once, every row inside its span.
import { z } from 'zod';
import { addDays } from '@/lib/day';
import { namedRows, type NamedRow } from '@/lib/market/table-text';
import { accept, refuse, type Result } from '@/lib/refusal';
import { instantText, microsOf } from '@/lib/trades/instant-text';

export const IMPORT_KINDS = ['news', 'rates', 'holidays'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];
export interface MarketImport {
  source: string;
  calendar?: string;
  covers_from?: string;
  covers_to?: string;
  rows: Record<string, string | null>[];
}

/** Plain decimal text, at most twelve digits on either side. */
export const SIZE = /^\d{1,12}(\.\d{1,12})?$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const isDay = (text: string) => DAY.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
const day = z.string().refine(isDay, 'must be a day, as 2026-11-27');
const currency = z
  .string()
  .toUpperCase()
  .regex(/^[A-Z]{3,5}$/, 'must be a currency, as USD');
const instant = z
  .string()
  .refine((text) => microsOf(text) !== null, 'must be an instant with its zone, as 2026-11-27T13:30:00Z')
  .transform((text) => instantText(microsOf(text) ?? 0n));
const rate = z.string().refine((text) => SIZE.test(text) && /[1-9]/.test(text), 'must be a rate above zero, as 1.0850');

const SHAPES = {
  news: {
    needed: ['at', 'currency', 'impact', 'title'],
    allowed: ['event', 'key'],
    row: z.object({
      at: instant,
      currency: currency.max(3),
      impact: z
        .string()
        .toLowerCase()
        .pipe(z.enum(['low', 'medium', 'high'], 'must be low, medium or high')),
      title: z.string().min(1, 'must say what is released').max(200),
      event: z
        .string()
        .toUpperCase()
        .regex(/^([A-Z0-9_]{2,40})?$/, 'must be a name as rule sets write it, as US_NFP')
        .default(''),
      key: z.string().max(200).default(''),
    }),
  },
  rates: { needed: ['at', 'base', 'quote', 'rate'], allowed: [], row: z.object({ at: instant, base: currency, quote: currency, rate }) },
  holidays: {
    needed: ['day'],
    allowed: ['title', 'closes_at'],
    row: z.object({
      day,
      title: z.string().max(200).default(''),
      closes_at: z
        .string()
        .regex(/^(([01]\d|2[0-3]):[0-5]\d)?$/, 'must be a time of day, as 13:00, or nothing')
        .default(''),
    }),
  },
} as const;

const form = z.strictObject({
  kind: z.enum(IMPORT_KINDS),
  source: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9.-]{2,60}$/, 'Name the source in small letters, as forexfactory.com.'),
  calendar: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9-]{0,40}$/, 'Name the calendar in small letters, as us.')
    .default(''),
  from: z.union([z.literal(''), day]).default(''),
  to: z.union([z.literal(''), day]).default(''),
  text: z.string().max(500_000, 'At most half a million signs at once.'),
});
export type ImportForm = z.input<typeof form>;

export function readImport(said: ImportForm): Result<{ kind: ImportKind; p: MarketImport }> {
  const parsed = form.safeParse(said);
  if (!parsed.success) {
    const [first] = parsed.error.issues;
    return refuse('invalid-input', first?.message ?? 'The form could not be read.', { path: String(first?.path[0] ?? '') });
  }
  const { kind, source, calendar, from, to, text } = parsed.data;
  const rows = namedRows(text, SHAPES[kind]);
  if (!rows.ok) return rows;
  const read = readRows(kind, rows.value);
  if (!read.ok || kind === 'rates') return read.ok ? accept({ kind, p: { source, rows: read.value } }) : read;
  if (kind === 'holidays' && (calendar === '' || calendar === 'none')) {
    return refuse('calendar-missing', 'Say which calendar this is, as us.', { path: 'calendar' });
  }
  if (from === '' || to === '' || to < from) {
    return refuse('span-missing', 'Say from which day to which the list is complete.', { path: from === '' ? 'from' : 'to' });
  }
  const covers = { covers_from: `${from}T00:00:00Z`, covers_to: `${addDays(to, 1)}T00:00:00Z` };
  const outside = read.value.findIndex((row) => isOutside(row.day ?? row.at?.slice(0, 10) ?? '', from, to));
  if (outside >= 0) {
    return refuse('outside-span', `Line ${rows.value[outside]?.line} lies outside the days you named.`, { path: 'text' });
  }
  return accept({ kind, p: { source, ...(kind === 'holidays' ? { calendar } : {}), ...covers, rows: read.value } });
}

const isOutside = (date: string, from: string, to: string) => date < from || date > to;

function readRows(kind: ImportKind, rows: NamedRow[]): Result<Record<string, string | null>[]> {
  const seen = new Map<string, number>();
  const read: Record<string, string | null>[] = [];
  for (const { line, cells } of rows) {
    const parsed = SHAPES[kind].row.safeParse(cells);
    if (!parsed.success) {
      const [first] = parsed.error.issues;
      return refuse('row-invalid', `Line ${line}: ${String(first?.path[0])} ${first?.message}.`, { path: 'text' });
    }
    const row = keyed(kind, parsed.data);
    const key = nameOf(row);
    const before = seen.get(key);
    if (before !== undefined) return refuse('row-twice', `Line ${line} says again what line ${before} says.`, { path: 'text' });
    seen.set(key, line);
    read.push(row);
  }
  return accept(read);
}

/** A release is known by its name and day, so that one which moves by an hour stays the same one. */
function keyed(kind: ImportKind, row: Record<string, string>): Record<string, string | null> {
  const bare = Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, cell === '' && name !== 'title' ? null : cell]));
  if (kind !== 'news' || bare.key) return bare;
  return { ...bare, key: [row.event || row.title, row.currency, row.at?.slice(0, 10)].join(' ').slice(0, 200) };
}

function nameOf({ key, base, quote, at, day: date }: Record<string, string | null>): string {
  return key ?? date ?? [base, quote, at].join(' ');
}
