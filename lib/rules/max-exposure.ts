// Forbids carrying more lots at once than the firm agreed to, over all symbols together.
// Several small positions can carry the risk of one that lot-size forbids, so the sum of what is open is measured.
// More than the limit breaches, the limit itself does not; where only closed trades are told, their overlap in time decides.
import { z } from 'zod';
import { compareRationals, toRational, type Decimal, type Rational } from '@/lib/decimal';
import { breachOf, unknownOf } from '@/lib/rules/finding';
import { lotsText, milliLots, milliOf } from '@/lib/rules/lots';
import { listedLots, microEvidence, openLots, overlapping, type ClosedSpan } from '@/lib/rules/open-lots';
import { consequenceSchema, resetSchema, wholeCount } from '@/lib/rules/params';
import type { Judged, Rule, Standing, Tested, TestMoment } from '@/lib/rules/rule';
import { shortText } from '@/lib/rules/size-limits';
import { turnBook, type TradeBook } from '@/lib/rules/trade-book';
import type { Change, Facts, FoldEvent } from '@/lib/rules/types';

export interface MaxExposureParams {
  max_lots: Decimal;
  mini_equivalent?: number;
  count_pending: false;
}
interface Memory {
  book: TradeBook;
  spans: ClosedSpan[];
  found: Tested[];
}
type Exposure = Judged<MaxExposureParams>;

function weightsOf({ params, market }: Exposure) {
  return { mini_equivalent: params.mini_equivalent, market };
}

function learn(judged: Exposure, memory: Memory, facts: Facts, event: FoldEvent, change: Change): void {
  const weights = weightsOf(judged);
  const { opened, closed } = turnBook(memory.book, event, change);
  const unseen = closed !== null && opened.length > 0 ? closed : null;
  const past = unseen === null ? null : overlapping(memory.spans, unseen, event.at, weights);
  const isTold = event.kind === 'opened' || event.kind === 'changed' || event.kind === 'mark';
  const now = isTold ? listedLots(facts, weights) : null;
  const most = now ?? past;
  memory.found = [];
  if (most !== null && compareRationals(most, toRational(judged.params.max_lots)) > 0)
    memory.found = [breach(judged, facts, most, event.id)];
  else if ((unseen !== null && past === null) || (isTold && openLots(facts, weights) === null)) memory.found = [unknownOf('lots', DOUBT)];
}

const DOUBT = 'Positions were open that nobody listed or classed, so the lots open together cannot be told.';

function breach(judged: Exposure, facts: Facts, lots: Rational, id: string): Tested {
  const [measured, limit] = [milliOf(lots), milliLots(judged.params.max_lots)];
  const most = shortText(toRational(judged.params.max_lots));
  const message = `${shortText(lots)} lots were open together; ${most} are allowed.`;
  const evidence = [{ label: 'Open lots', value: shortText(lots), event_id: id }, ...microEvidence(facts, weightsOf(judged))];
  return breachOf({ unit: 'lots', measured, limit, message, evidence });
}

function stand(judged: Exposure, _memory: Memory, facts: Facts): Standing {
  const limit = milliLots(judged.params.max_lots);
  const most = shortText(toRational(judged.params.max_lots));
  const lots = openLots(facts, weightsOf(judged));
  const base = { unit: 'lots' as const, limit, allowance: limit, evidence: [] };
  if (lots === null) return { ...base, outcome: 'unknown', measured: null, headroom: null, message: DOUBT, broken: false };
  const measured = milliOf(lots);
  const broken = compareRationals(lots, toRational(judged.params.max_lots)) > 0;
  const message = `${shortText(lots)} of ${most} lots are open.`;
  return { ...base, outcome: broken ? 'breach' : 'pass', measured, headroom: limit - measured, message, broken };
}

export const maxExposure: Rule<MaxExposureParams, Memory> = {
  code: 'max-exposure',
  defaultConsequence: 'flag',
  params: () =>
    z.strictObject({
      max_lots: lotsText,
      mini_equivalent: wholeCount.min(1).optional(),
      // Pending orders are not reported by any broker we read, so a rule set cannot ask for them yet.
      count_pending: z.literal(false).default(false),
      consequence: consequenceSchema.optional(),
      reset: resetSchema.optional(),
    }) as unknown as z.ZodType<MaxExposureParams>,
  readsMarket: ({ mini_equivalent }) => mini_equivalent !== undefined,
  open: () => ({ book: {}, spans: [], found: [] }),
  learn,
  test: (_judged, memory, _facts, moment: TestMoment) => (moment.kind === 'reset' ? [] : memory.found),
  stand,
  gauge: (judged, _memory, facts) => {
    const lots = openLots(facts, weightsOf(judged));
    const allowance = milliLots(judged.params.max_lots);
    return lots === null ? null : { headroom: allowance - milliOf(lots), allowance };
  },
};
