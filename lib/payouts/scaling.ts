// Scaling: the account grows by a share of its original balance per cycle, never compounding, up to a cap.
import { roundDivide, type Rational } from '@/lib/decimal';
import { centsFromBigint, minCents, type Cents } from '@/lib/money';

export function scaledBalance(original: Cents, step: Rational, cycle: number, cap: Cents | null): Cents {
  const grown = centsFromBigint(roundDivide(BigInt(original) * (step.den + step.num * BigInt(cycle)), step.den, 'floor'));
  return cap === null ? grown : minCents(cap, grown);
}
