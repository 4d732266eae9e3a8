// Figures of the rules about size: lots of one trade, lots open together, contracts by profit, lots against the account's habit.
import { decimalText } from '@/lib/decimal';
import { wholeQuotient } from '@/lib/rules/bands';
import { MOST, ratioOf, tell, type Bind } from '@/lib/rules/figure-reading';
import type { LotConsistencyParams } from '@/lib/rules/lot-consistency';
import type { LotSizeParams } from '@/lib/rules/lot-size';
import { milliText } from '@/lib/rules/milli-lots';
import type { MaxExposureParams } from '@/lib/rules/max-exposure';
import type { ScalingContractsParams } from '@/lib/rules/scaling-contracts';
import type { Facts } from '@/lib/rules/types';

const MILLI = 1000;

/** Open lots in thousandths; -1 where they have to be worked out in full, -2 where nobody knows them. */
function openMilli(facts: Facts): number {
  if (facts.unlisted_open !== 0) return -2;
  let sum = 0;
  for (const id in facts.positions) {
    const milli = milliText(facts.positions[id]?.volume ?? '');
    if (milli < 0) return -1;
    sum += milli;
  }
  return sum;
}

export const lotSizeFigures: Bind<LotSizeParams, { largest: string }> = ({ params: { max_lots: max } }, row) => {
  row.unit = 'lots';
  const limit = max === undefined ? null : milliText(decimalText(max));
  if (limit === -1) return () => false;
  return (memory, _facts, into) => {
    const measured = milliText(memory.largest);
    return measured >= 0 && tell(into, 'pass', measured, limit, limit === null ? null : limit - measured, limit, false);
  };
};

/** Micro contracts are weighed by the rule itself. */
export const exposureFigures: Bind<MaxExposureParams, unknown> = ({ params }, row) => {
  row.unit = 'lots';
  const limit = milliText(decimalText(params.max_lots));
  if (limit < 0 || params.mini_equivalent !== undefined) return () => false;
  return (_memory, facts, into) => {
    const lots = openMilli(facts);
    if (lots === -1) return false;
    if (lots === -2) return tell(into, 'unknown', null, limit, null, limit, false);
    return tell(into, lots > limit ? 'breach' : 'pass', lots, limit, limit - lots, limit, lots > limit);
  };
};

export const scalingFigures: Bind<ScalingContractsParams, { allowed: number }> = ({ params }, row) => {
  row.unit = 'lots';
  if (params.mini_equivalent !== undefined) return () => false;
  return (memory, facts, into) => {
    const limit = memory.allowed * MILLI;
    const lots = openMilli(facts);
    if (lots === -1) return false;
    if (lots === -2) return tell(into, 'unknown', null, limit, null, limit, false);
    return tell(into, lots > limit ? 'breach' : 'pass', lots, limit, limit - lots, limit, lots > limit);
  };
};

export const lotHabitFigures: Bind<LotConsistencyParams, { trades: number; total_lots: string; last_lots: string }> = ({ params }, row) => {
  row.unit = 'lots';
  const upper = ratioOf(params.upper_mult);
  if (upper === null) return () => false;
  return (memory, _facts, into) => {
    if (memory.trades === 0) return tell(into, 'pass', null, null, null, null, false);
    const [total, measured] = [milliText(memory.total_lots), milliText(memory.last_lots)];
    const [part, whole] = [total * upper.num, memory.trades * upper.den];
    if (total < 0 || measured < 0 || part > MOST || whole > MOST) return false;
    const limit = wholeQuotient(part, whole);
    return tell(into, 'pass', measured, limit, limit - measured, limit, false);
  };
};
