// What a closed position earned: exact from prices, lots and the quoted rate of the close, rounded once at the end.
import { multiplyDecimals, rescale, roundDivide, subtractDecimals, toRational, type Decimal, type Rational } from '@/lib/decimal';
import { centsFromBigint, type Cents } from '@/lib/money';

export interface ClosedSize {
  side: 'buy' | 'sell';
  lots: Decimal;
  open: Decimal;
  close: Decimal;
}
export type Contract = { contract: Decimal } | { tick_size: Decimal; tick_value: Decimal };
export type QuoteRate = { divide_by: Decimal } | { multiply_by: Decimal } | null;

/** Result in the quote currency (or already in the account's, where ticks have a value), exactly, in major units. */
export function exactPnl(size: ClosedSize, contract: Contract): Rational {
  const move = size.side === 'buy' ? subtractDecimals(size.close, size.open) : subtractDecimals(size.open, size.close);
  const moved = multiplyDecimals(move, size.lots);
  if ('contract' in contract) return toRational(multiplyDecimals(moved, contract.contract));
  const value = toRational(multiplyDecimals(moved, contract.tick_value));
  const tick = toRational(contract.tick_size);
  return { num: value.num * tick.den, den: value.den * tick.num };
}

/** The result in account currency, in minor units, half to even. */
export function accountPnl(exact: Rational, rate: QuoteRate, digits: number): Cents {
  const [num, den] = converted(exact, rate);
  return centsFromBigint(roundDivide(num * 10n ** BigInt(digits), den, 'half-even'));
}

/** The result in whole units of the quote currency, for people. */
export function wholeUnits(exact: Rational): bigint {
  return roundDivide(exact.num, exact.den, 'half-even');
}

function converted(exact: Rational, rate: QuoteRate): [bigint, bigint] {
  if (rate === null) return [exact.num, exact.den];
  if ('multiply_by' in rate)
    return [exact.num * rescale(rate.multiply_by, rate.multiply_by.scale, 'trunc'), exact.den * 10n ** BigInt(rate.multiply_by.scale)];
  return [exact.num * 10n ** BigInt(rate.divide_by.scale), exact.den * rate.divide_by.units];
}
