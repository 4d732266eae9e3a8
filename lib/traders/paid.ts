// What a trader was paid so far, by currency, as the list and its file tell it: the same sums, and the same words where there are none.
import { cents, formatMoney, minorDigits } from '@/lib/money';

/** Null for those who do not read payouts: nothing seen is not nothing paid. */
export type Paid = { currency: string; cents: number }[] | null;

export function paidText(paid: Paid, amount: (cents: number, currency: string) => string): string {
  if (paid === null) return 'not yours to see';
  return paid.length === 0 ? 'nothing' : paid.map((sum) => amount(sum.cents, sum.currency)).join(', ');
}

/** "1250.00 USD, 300000 JPY". */
export const paidFigures = (paid: Paid): string =>
  paidText(paid, (sum, currency) => `${formatMoney(cents(sum), minorDigits(currency))} ${currency}`);
