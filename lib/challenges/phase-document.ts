// The first rules of a phase from the few figures a product is sold with. They become a draft like any other: edited, previewed and
// published by a second person under rules.
import { z } from 'zod';
import type { Plain } from '@/lib/challenges/draft-fields';
import type { PhaseSold } from '@/lib/challenges/new-draft';
import { decimalText, parseDecimal } from '@/lib/decimal';
import { cents, formatMoney, minorDigits } from '@/lib/money';

const percent = (words: string) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,2}(\.\d{1,4})?$/, words)
    .refine((text) => /[1-9]/.test(text), words);
const optional = <S extends z.ZodType>(schema: S) => z.union([z.literal('').transform(() => null), schema]);
const days = z
  .string()
  .regex(/^\d{1,3}$/, 'Write whole days.')
  .transform((text) => Number.parseInt(text, 10))
  .refine((count) => count > 0, 'Write whole days.');

/** Percentages of the account's size; an empty field leaves its rule out. */
export const phaseFigures = z.strictObject({
  target: optional(percent('Write the target as a percentage, such as 10.')),
  daily: optional(percent('Write the daily loss as a percentage, such as 5.')),
  max: percent('Write the maximum loss as a percentage, such as 10.'),
  drawdown: z.enum(['static', 'trailing_eod_balance', 'trailing_intraday_equity']),
  period: optional(days),
  min_days: optional(days),
  pass_mode: z.enum(['review', 'automatic']),
  tz: z.string().trim().max(60),
});
type PhaseFigures = z.output<typeof phaseFigures>;

/** A rule-set document of those figures. The rules' own schemas check it when it is saved and again when it is published. */
export function phaseDocument(code: string, figures: PhaseFigures, phase: PhaseSold): Plain {
  const digits = minorDigits(phase.currency);
  const daily =
    figures.daily === null
      ? []
      : [{ limit: { pct: share(figures.daily), of: 'initial' }, reference: 'balance', measure: 'equity', consequence: 'fail' }];
  const target = phase.is_live || figures.target === null ? [] : [{ target_pct: share(figures.target) }];
  const rules: Record<string, Plain[]> = {
    'max-daily-loss': daily,
    'max-drawdown': [
      {
        mode: figures.drawdown,
        amount: { pct: share(figures.max), of: 'initial' },
        measure: 'equity',
        payout_effect: 'none',
        consequence: 'fail',
      },
    ],
    'profit-target': target,
    'max-period': figures.period === null || phase.is_live ? [] : [{ days: figures.period, starts: 'first_trade' }],
    'min-trading-days': figures.min_days === null ? [] : [{ min_days: figures.min_days }],
  };
  return {
    format: 'rule-set/1',
    code,
    version: 1,
    phase: phase.is_live ? 'funded' : phase.position === 1 ? 'evaluation' : 'verification',
    account_type: 'standard',
    currency: phase.currency,
    minor_digits: digits,
    initial_balance: formatMoney(cents(phase.account_size_cents), digits),
    pass_mode: figures.pass_mode,
    reset: { tz: figures.tz, time: '00:00' },
    bands: { caution_at: '0.80', critical_at: '0.90' },
    rules: Object.fromEntries(Object.entries(rules).filter(([, instances]) => instances.length > 0)),
    payout: null,
    sources: [],
  };
}

/** "5" of a hundred is "0.05". */
function share(text: string): string {
  const value = parseDecimal(text);
  if (value === null) throw new Error(`not a percentage: ${text}`);
  return decimalText({ units: value.units, scale: value.scale + 2 });
}

/** The rule set's name from the product's: lower case, hyphens, nothing else. */
export function codeOf(title: string, phase: string): string {
  const slug = (text: string) =>
    text
      .toLowerCase()
      .normalize('NFKD')
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '');
  return (
    [slug(title), slug(phase)]
      .filter((part) => part !== '')
      .join('-')
      .slice(0, 60)
      .replace(/-+$/, '') || 'rules'
  );
}
