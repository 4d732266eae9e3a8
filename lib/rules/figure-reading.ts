// How a rule's figures are read quickly: bound once to what no account changes, then plain numbers. Every product is checked to be a
// safe integer, so that it is exact; where one is not, or the case is a rare one, the reader steps back and the rule is asked in full.
import { wholeOf, type Rational } from '@/lib/decimal';
import type { Judged } from '@/lib/rules/rule';
import type { Facts, Outcome, RuleState } from '@/lib/rules/types';

export interface Reading {
  outcome: Outcome;
  unit: RuleState['unit'];
  measured: number | null;
  limit: number | null;
  headroom: number | null;
  allowance: number | null;
  /** True when the rule's own test says broken now. */
  broken: boolean;
}
/** False where the plain way does not do; what was filled in until then does not count. */
export type Reader<M> = (memory: M, facts: Facts, into: Reading) => boolean;
/** `row` is the row that will be filled, for what never changes in it. */
export type Bind<P, M> = (judged: Judged<P>, row: Reading) => Reader<M>;

export const MOST = Number.MAX_SAFE_INTEGER;

interface Ratio {
  num: number;
  den: number;
}

/** Null where the ratio's own numbers are too large to be exact. */
export function ratioOf({ num, den }: Rational): Ratio | null {
  const ratio = { num: wholeOf(num), den: wholeOf(den) };
  return Number.isSafeInteger(ratio.num) && Number.isSafeInteger(ratio.den) ? ratio : null;
}

export function isEmpty(record: object): boolean {
  for (const _ in record) return false;
  return true;
}

/** Fills in what every reading has. */
export function tell(
  into: Reading,
  outcome: Outcome,
  measured: number | null,
  limit: number | null,
  headroom: number | null,
  allowance: number | null,
  broken: boolean,
): true {
  into.outcome = outcome;
  into.measured = measured;
  into.limit = limit;
  into.headroom = headroom;
  into.allowance = allowance;
  into.broken = broken;
  return true;
}
