// How much of a profit one day or one trade made: best share for payouts, running share for flags.
// Shares are compared by cross-multiplication; the printed ones are for people.
import { ratioText, roundDivide, type Rational } from '@/lib/decimal';
import { addCents, centsFromBigint, maxCents, ZERO, type Cents } from '@/lib/money';

export type Op = 'lt' | 'lte';
export interface BestShare {
  status: 'met' | 'not_met' | 'no_data';
  share: string | null;
  best: Cents;
  total: Cents;
  /** The smallest denominator that passes; null without a positive best. */
  required_total: Cents | null;
}

/** `nets` are days or positions. `fixedTotal` is the profit target where that is the denominator. */
export function bestShare(
  nets: readonly Cents[],
  rule: { threshold: Rational; op: Op; denominator: 'net_total' | 'sum_positive' | 'profit_target'; fixedTotal: Cents | null },
): BestShare {
  if (nets.length === 0) return { status: 'no_data', share: null, best: ZERO, total: ZERO, required_total: null };
  const best = nets.reduce(maxCents);
  const total = totalOf(nets, rule.denominator, rule.fixedTotal);
  const required = best > 0 ? requiredTotal(best, rule.threshold, rule.op) : null;
  if (best <= 0 || total <= 0) return { status: 'not_met', share: null, best, total, required_total: required };
  const share = ratioText(BigInt(best), BigInt(total), 6);
  return { status: isWithin(best, total, rule.threshold, rule.op) ? 'met' : 'not_met', share, best, total, required_total: required };
}

/** `part <= threshold × total`, or `<` for `lt`. */
export function isWithin(part: Cents, total: Cents, threshold: Rational, op: Op): boolean {
  const [a, b] = [BigInt(part) * threshold.den, BigInt(total) * threshold.num];
  return op === 'lt' ? a < b : a <= b;
}

function requiredTotal(best: Cents, threshold: Rational, op: Op): Cents {
  const least = roundDivide(BigInt(best) * threshold.den, threshold.num, 'ceil');
  const total = centsFromBigint(least);
  return isWithin(best, total, threshold, op) ? total : addCents(total, 1 as Cents);
}

interface RunningShare {
  share: string | null;
  percent: string | null;
  verdict: 'breach' | 'pass';
  /** Winners so far, this one included. */
  winners: number;
  sum: Cents;
}

/** One closed position against all winners so far. A loser changes nothing. */
export function runningShare(
  net: Cents,
  before: { winners: number; sum: Cents },
  rule: { threshold: Rational; op: Op; min_winning_trades: number },
): RunningShare {
  if (net <= 0) return { share: null, percent: null, verdict: 'pass', ...before };
  const winners = before.winners + 1;
  const sum = addCents(before.sum, net);
  const isJudged = winners >= rule.min_winning_trades;
  return {
    share: ratioText(BigInt(net), BigInt(sum), 4),
    percent: ratioText(BigInt(net) * 100n, BigInt(sum), 0),
    verdict: isJudged && !isWithin(net, sum, rule.threshold, rule.op) ? 'breach' : 'pass',
    winners,
    sum,
  };
}

function totalOf(nets: readonly Cents[], denominator: 'net_total' | 'sum_positive' | 'profit_target', fixedTotal: Cents | null): Cents {
  if (denominator === 'profit_target') return fixedTotal ?? ZERO;
  return addCents(...nets.filter((net) => denominator === 'net_total' || net > 0));
}
