// Money as people read it. Whole minor units become exact decimal text first, so no float ever stands between the ledger and the eye.
import { fixedText } from '@/lib/decimal';

export type MoneyTextOptions = { digits?: number; signed?: boolean; bare?: boolean };

const EN = 'en-US';

function currencyDigits(currency: string): number | null {
  try {
    return new Intl.NumberFormat(EN, { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    // A crypto ticker is no ISO currency; it is written after the figure instead.
    return null;
  }
}

/** "$1,250.00", "\u2212$12.30"; `signed` adds the plus of a profit; `bare` leaves the currency to the column's header. */
export function moneyText(cents: number, currency: string, options: MoneyTextOptions = {}): string {
  const known = currencyDigits(currency);
  const digits = options.digits ?? known ?? 2;
  const named = known !== null && !options.bare;
  const formatter = new Intl.NumberFormat(EN, {
    ...(named ? { style: 'currency', currency } : {}),
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    signDisplay: options.signed ? 'exceptZero' : 'negative',
  });
  const text = formatter.format(fixedText(BigInt(cents), digits) as Intl.StringNumericLiteral).replace('-', '\u2212');
  return known === null && !options.bare ? `${text} ${currency}` : text;
}
