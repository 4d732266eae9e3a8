// What a check measured and what it is held to, as people read it: a sum with its currency, and which way the second bounds the first.
// "2 Nov, asked for 4 Nov" of a check that is kept reads as one that is not.
import { decimalText, parseDecimal } from '@/lib/decimal';
import { minorDigits, parseMoney, spellMoney, type Cents } from '@/lib/money';
import type { Check } from '@/lib/payouts/check';

/** A number is a sum in the account's currency; anything else is its own words. */
export type CheckFigure = string | Cents;
export interface CheckFigures {
  /** What the measured instant is, where its check's name does not say it; else empty. */
  lead: string;
  measured: CheckFigure | null;
  /** How the two belong together: "at least", "payable from". */
  holds: string;
  required: CheckFigure | null;
}

const HOLDS: Record<string, string> = {
  ...Object.fromEntries(
    ['above-withdrawable', 'first-payout-max', 'max-per-request', 'max-per-period', 'consistency', 'max-share-of-balance']
      .concat(['claim-stops', 'claim-largest-loss', 'open-positions'])
      .map((check) => [check, 'at most']),
  ),
  ...Object.fromEntries(
    ['below-minimum', 'too-few-days', 'too-few-winning-days', 'probation', 'target-not-met', 'buffer', 'safety-net', 'denied-min-balance']
      .concat(['gate-profit-target', 'gate-min-trading-days', 'gate-min-trades'])
      .map((check) => [check, 'at least']),
  ),
  ...Object.fromEntries(['too-few-months', 'profit-too-small', 'too-few-rewards'].map((check) => [check, 'at least'])),
  'at-cap': 'the largest is',
  'money-left': 'less than',
  'owed-back': 'at most',
  'turned-down': 'asked again from',
  'gross-moved': 'agreed were',
  'too-early': 'due from',
  'claim-in-time': 'open until',
  'beneficiary-cool-off': 'payable from',
  'feed-stale': 'to be heard since',
};
const LEADS: Record<string, string> = {
  'too-early': 'today is',
  'claim-in-time': 'claimed',
  'beneficiary-cool-off': 'known since',
  'feed-stale': 'last heard',
};
const DATED = /^\d{4}-\d{2}-\d{2}/;

type Measured = Pick<Check, 'check' | 'measured' | 'required' | 'unit'>;

export function figuresOf({ check, measured, required, unit }: Measured, currency: string): CheckFigures {
  const read = (text: string | null) => text && figureOf(text, unit, currency);
  return {
    lead: DATED.test(measured ?? '') ? (LEADS[check] ?? '') : '',
    measured: read(measured),
    holds: HOLDS[check] ?? 'asked for',
    required: read(required),
  };
}

function figureOf(text: string, unit: Check['unit'], currency: string): CheckFigure {
  if (unit === 'money') return parseMoney(text, minorDigits(currency)) ?? text;
  const share = unit === 'share' ? parseDecimal(text) : null;
  if (share) return `${decimalText({ units: share.units * 100n, scale: share.scale })} %`;
  return text.replace(/\b(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(:\d{2}(\.\d+)?)?Z/g, '$1 $2 UTC');
}

/** The same as one piece of a sentence: "50.00 USD, at least 100.00 USD". */
export function figuresText(measured: Measured, currency: string): string {
  const told = figuresOf(measured, currency);
  const words = (figure: CheckFigure) =>
    typeof figure === 'number' ? `${spellMoney(figure, minorDigits(currency))} ${currency}`.replace(/^-/, '\u2212') : figure;
  const first = `${told.lead} ${told.measured === null ? 'not known' : words(told.measured)}`.trim();
  return told.required === null ? first : `${first}, ${told.holds} ${words(told.required)}`;
}
