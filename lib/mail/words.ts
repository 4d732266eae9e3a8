// Figures and codes as a letter says them. Nothing is rounded here: the judge has already decided every figure.
import { fixedText } from '@/lib/decimal';
import { minorDigits, parseMoney, spellMoney } from '@/lib/money';
import type { Verdict } from '@/lib/rules/types';

/** A figure with its unit: "94,999.99 USD", "4.25 %", "30 seconds". Null reads as "not known". */
export function figure(value: string | null, unit: Verdict['unit'], currency: string): string {
  if (value === null) return 'not known';
  const signed = (words: string) => words.replace(/^-/, '\u2212');
  const whole = parseMoney(value, 0);
  if (unit === 'cents' && whole !== null) return signed(`${spellMoney(whole, minorDigits(currency))} ${currency}`);
  if (unit === 'bps' && whole !== null) return signed(`${fixedText(BigInt(whole), 2)} %`);
  const noun = unit === 'lots' ? ' lots' : unit === 'seconds' ? ' seconds' : '';
  return signed(`${value}${noun}`);
}

/** "2 Mar 2026, 14:32:05 UTC" */
export function instantWords(iso: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZone: 'UTC',
  });
  return `${format.format(new Date(iso))} UTC`;
}

/** What a letter calls its reader: the first word of the name, or a word that fits anybody. */
export function firstName(fullName: string | null): string {
  return fullName?.trim().split(/\s+/)[0] || 'trader';
}
