// Sums of payouts by currency: different money is never added together. Pure.
import { addCents, cents, ZERO, type Cents } from '@/lib/money';

export interface CurrencySum {
  currency: string;
  payouts: number;
  cents: Cents;
}

export function sumsByCurrency(payouts: readonly { requested_cents: number; currency: string }[]): CurrencySum[] {
  const sums = new Map<string, CurrencySum>();
  for (const { requested_cents, currency } of payouts) {
    const before = sums.get(currency) ?? { currency, payouts: 0, cents: ZERO };
    sums.set(currency, { currency, payouts: before.payouts + 1, cents: addCents(before.cents, cents(requested_cents)) });
  }
  return [...sums.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1));
}
