// Revenge trading: larger and larger after losses. A step opens soon after a losing close with a multiple of its lots.
import { compareRationals, toRational, type Decimal, type Rational } from '@/lib/decimal';
import type { Cents } from '@/lib/money';

/** Whether enough steps follow each other. Every entry is opened within the window after the one before was closed. */
export function hasRevengeRun(sequence: readonly { lots: Decimal; net: Cents }[], mult: Rational, minSteps: number): boolean {
  let run = 0;
  for (let i = 1; i < sequence.length; i += 1) {
    const [before, now] = [sequence[i - 1], sequence[i]];
    if (before === undefined || now === undefined) continue;
    const lots = toRational(before.lots);
    const least = { num: lots.num * mult.num, den: lots.den * mult.den };
    run = before.net < 0 && compareRationals(toRational(now.lots), least) >= 0 ? run + 1 : 0;
    if (run >= minSteps) return true;
  }
  return false;
}
