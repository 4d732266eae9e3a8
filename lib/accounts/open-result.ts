// What is won or lost and not yet booked: the difference of the two figures that stand beside it, so that the three always agree. Pure.
import { cents, subtractCents } from '@/lib/money';

/** Null while either was not told. */
export function openResult(account: { balance_cents: number | null; equity_cents: number | null }): number | null {
  const { balance_cents: balance, equity_cents: equity } = account;
  return balance === null || equity === null ? null : subtractCents(cents(equity), cents(balance));
}
