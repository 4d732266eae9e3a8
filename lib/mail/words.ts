// Figures and codes as a letter says them. Nothing is rounded here: the judge has already decided every figure.
import { fixedText } from '@/lib/decimal';
import { parseMoney, spellMoney } from '@/lib/money';

const RULE_NAMES: Record<string, string> = {
  'max-daily-loss': 'Maximum daily loss',
  'max-drawdown': 'Maximum drawdown',
  'profit-target': 'Profit target',
  'min-trading-days': 'Minimum trading days',
  'min-trades': 'Minimum number of trades',
  'ea-trading': 'Automated trading',
};

/** The rule's code in words: the house's name for it, or the code with its hyphens opened. */
export function ruleWords(code: string): string {
  const opened = code.replaceAll('-', ' ');
  return RULE_NAMES[code] ?? opened.charAt(0).toUpperCase() + opened.slice(1);
}

/** Minor digits of a currency, as ISO 4217 and the platform's own data have it. Two where the code is unknown. */
export function minorDigits(currency: string): number {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

export type Unit = 'cents' | 'bps' | 'lots' | 'seconds' | 'count';

/** A figure with its unit: "94,999.99 USD", "4.25 %", "30 seconds". Null reads as "not known". */
export function figure(value: string | null, unit: Unit, currency: string): string {
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
