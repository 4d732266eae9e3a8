// Revenge trading: larger and larger after losses. A step opens soon after a losing close with a multiple of its size.
import { compareRationals, toRational, type Decimal, type Rational } from '@/lib/decimal';
import type { Cents } from '@/lib/money';

/** Sizes in one measure: lots of one symbol, or notionals in account currency. */
export function isRevengeStep(before: { size: Rational; net: Cents }, now: Rational, mult: Rational): boolean {
  const least = { num: before.size.num * mult.num, den: before.size.den * mult.den };
  return before.net < 0 && compareRationals(now, least) >= 0;
}

/** Whether enough steps follow each other. Every entry is opened within the window after the one before was closed. */
export function hasRevengeRun(sequence: readonly { lots: Decimal; net: Cents }[], mult: Rational, minSteps: number): boolean {
  let run = 0;
  for (let i = 1; i < sequence.length; i += 1) {
    const [before, now] = [sequence[i - 1], sequence[i]];
    if (before === undefined || now === undefined) continue;
    run = isRevengeStep({ size: toRational(before.lots), net: before.net }, toRational(now.lots), mult) ? run + 1 : 0;
    if (run >= minSteps) return true;
  }
  return false;
}
