// Risk of what is open: losses per group against the initial balance, the largest position against the balance, stops in time.
import { compareRationals, multiplyDecimals, toRational, type Decimal, type Rational } from '@/lib/decimal';
import { addCents, minCents, ZERO, type Cents } from '@/lib/money';

export interface OpenLoss {
  loss: Cents;
  violated: boolean;
}

/** One entry per group in order of appearance. With gross losses, winners are not netted in. */
export function groupLosses(
  positions: readonly { group: string; floating: Cents }[],
  limit: { share: Rational; initial: Cents; gross_losses_only: boolean; touch_is_breach: boolean },
): Map<string, OpenLoss> {
  const sums = new Map<string, Cents>();
  for (const { group, floating } of positions) {
    const counted = limit.gross_losses_only ? minCents(floating, ZERO) : floating;
    sums.set(group, addCents(sums.get(group) ?? ZERO, counted));
  }
  const most = BigInt(limit.initial) * limit.share.num;
  return new Map(
    [...sums].map(([group, sum]) => {
      const lost = BigInt(-sum) * limit.share.den;
      return [group, { loss: minCents(sum, ZERO), violated: lost > 0n && (limit.touch_is_breach ? lost >= most : lost > most) }];
    }),
  );
}

/** Value at the opening price in account currency, exactly. */
export function positionValue(position: { lots: Decimal; contract: Decimal; price: Decimal }, rate: Rational): Rational {
  const value = toRational(multiplyDecimals(multiplyDecimals(position.lots, position.contract), position.price));
  return { num: value.num * rate.num, den: value.den * rate.den };
}

/** The largest single position against a share of the balance; `balance` is in major units. */
export function exceedsBalanceShare(largest: Rational, balance: Rational, share: Rational, touchIsBreach: boolean): boolean {
  const against = compareRationals(largest, { num: balance.num * share.num, den: balance.den * share.den });
  return touchIsBreach ? against >= 0 : against > 0;
}

type StopFinding = 'sl_late' | 'risk';

/** `stopAt` null: never set. Planned risks are those of the positions in one symbol. */
export function judgeStops(
  row: { openAt: number; stopAt: number | null; risks: readonly Cents[] },
  limit: { sl_within_s: number; max_risk: Rational; balance: Cents; combine_per_symbol: boolean },
): StopFinding[] {
  const isLate = row.stopAt === null || row.stopAt - row.openAt > limit.sl_within_s * 1000;
  const risks = limit.combine_per_symbol ? [addCents(...row.risks)] : row.risks;
  const isRisky = risks.some((risk) => BigInt(risk) * limit.max_risk.den > limit.max_risk.num * BigInt(limit.balance));
  return [...(isLate ? (['sl_late'] as const) : []), ...(isRisky ? (['risk'] as const) : [])];
}
