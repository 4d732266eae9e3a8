// What the form of a symbol says, checked: sizes as plain decimal text, names one by one.
import { z } from 'zod';
import { SIZE } from '@/lib/market/import-input';
import { SYMBOL_CLASSES } from '@/lib/market/symbol-classes';
import type { SymbolInput } from '@/lib/market/write';
import { accept, refuse, type Result } from '@/lib/refusal';

const orNull = <T extends z.ZodType<string>>(shape: T) => z.union([z.literal('').transform(() => null), shape]).default(null);
const size = orNull(
  z
    .string()
    .regex(SIZE, 'Write a size above zero, as 100000.')
    .refine((text) => /[1-9]/.test(text), 'Write a size above zero, as 100000.'),
);
const form = z.strictObject({
  symbol: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9][A-Za-z0-9./_-]{0,31}$/, 'Write the code as EURUSD.'),
  class: z.enum(SYMBOL_CLASSES, 'Choose a class.'),
  contract_size: size,
  value_per_unit: size,
  quote_currency: orNull(z.string().regex(/^[A-Z]{3,5}$/, 'Write the currency as USD.')),
  is_micro: z
    .enum(['on', ''])
    .default('')
    .transform((box) => box === 'on'),
  calendar: orNull(z.string().regex(/^[a-z0-9-]{2,40}$/, 'Name the calendar in small letters, or none.')),
  symbol_group: orNull(z.string().max(60)),
  aliases: z
    .string()
    .default('')
    .transform((text) => [...new Set(text.split(/[\s,;]+/).filter((name) => name !== ''))])
    .refine((names) => names.length <= 50 && names.every((name) => name.length <= 64), 'At most 50 names of 64 signs.'),
  version: z
    .string()
    .regex(/^\d{1,9}$/)
    .default('0')
    .transform((text) => Number.parseInt(text, 10)),
});

export function readSymbol(fields: Record<string, string>): Result<SymbolInput> {
  const parsed = form.safeParse(fields);
  if (parsed.success) {
    const { symbol: code, ...rest } = parsed.data;
    return accept({ code, ...rest });
  }
  const [first] = parsed.error.issues;
  return refuse('invalid-input', first?.message ?? 'The form could not be read.', { path: String(first?.path[0] ?? '') });
}
