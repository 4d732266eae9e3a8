// Forbids trading more contracts than the account has earned so far: a small account may not bet like a grown one.
// The level is set by the profit at the end of the day for the session that follows; intraday peaks never count.
// Profit is the balance above the initial one, as the firms that publish such a plan read it from the balance.
import { z } from 'zod';
import { compareRationals, toRational, type Rational } from '@/lib/decimal';
import { cents, spellMoney, subtractCents, type Cents } from '@/lib/money';
import { breachOf, unknownOf } from '@/lib/rules/finding';
import { milliOf } from '@/lib/rules/lots';
import { listedLots, microEvidence, openLots, overlapping, type ClosedSpan } from '@/lib/rules/open-lots';
import { consequenceSchema, moneyText, resetSchema, wholeCount } from '@/lib/rules/params';
import type { Judged, Rule, Standing, Tested } from '@/lib/rules/rule';
import { contractsAllowed, shortText } from '@/lib/rules/size-limits';
import { turnBook, type TradeBook } from '@/lib/rules/trade-book';
import type { Change, Facts, FoldEvent, RuleSetHeader } from '@/lib/rules/types';

export interface ScalingContractsParams {
  levels: [Cents, number][];
  op: 'gt' | 'gte';
  evaluated: 'eod';
  mini_equivalent?: number;
}
interface Memory {
  allowed: number;
  /** The end-of-day profit that set the level. */
  profit_cents: Cents;
  book: TradeBook;
  spans: ClosedSpan[];
  found: Tested[];
}
type Scaling = Judged<ScalingContractsParams>;

const MILLI = 1000;
const DOUBT = 'Positions were open that nobody listed or classed, so the contracts open together cannot be told.';

function params(header: RuleSetHeader): z.ZodType<ScalingContractsParams> {
  return z.strictObject({
    levels: z
      .array(z.tuple([moneyText(header.minor_digits), wholeCount]))
      .min(1)
      .refine(
        (levels) => levels.every(([profit], i) => i === 0 || profit > (levels[i - 1]?.[0] ?? profit)),
        'must rise from level to level',
      ),
    op: z.enum(['gt', 'gte']).default('gt'),
    evaluated: z.literal('eod').default('eod'),
    mini_equivalent: wholeCount.min(1).optional(),
    consequence: consequenceSchema.optional(),
    reset: resetSchema.optional(),
  }) as unknown as z.ZodType<ScalingContractsParams>;
}

function levelAt(judged: Scaling, facts: Facts): Pick<Memory, 'allowed' | 'profit_cents'> {
  const profit = subtractCents(facts.balance_cents, judged.header.initial_cents);
  return { allowed: contractsAllowed(judged.params.levels, profit, judged.params.op), profit_cents: profit };
}

function weightsOf({ params: { mini_equivalent }, market }: Scaling) {
  return { mini_equivalent, market };
}

function learn(judged: Scaling, memory: Memory, facts: Facts, event: FoldEvent, change: Change): void {
  const weights = weightsOf(judged);
  const { opened, closed } = turnBook(memory.book, event, change);
  const unseen = closed !== null && opened.length > 0 ? closed : null;
  const past = unseen === null ? null : overlapping(memory.spans, unseen, event.at, weights);
  // Only an opening or a larger position is an act of this session: what was carried over a lower level stays as it is.
  const isAct = event.kind === 'opened' || event.kind === 'changed' || opened.length > 0;
  const most = (unseen === null && isAct ? listedLots(facts, weights) : null) ?? past;
  memory.found = [];
  if (most !== null && compareRationals(most, whole(memory.allowed)) > 0) memory.found = [breach(judged, memory, facts, most, event.id)];
  else if (isAct && most === null) memory.found = [unknownOf('lots', DOUBT)];
}

function whole(count: number): Rational {
  return toRational({ units: BigInt(count), scale: 0 });
}

function breach(judged: Scaling, memory: Memory, facts: Facts, lots: Rational, id: string): Tested {
  const profit = spellMoney(memory.profit_cents, judged.header.minor_digits);
  const message = `${shortText(lots)} contracts were open; ${memory.allowed} are allowed at an end-of-day profit of ${profit}.`;
  const evidence = [
    { label: 'Open contracts', value: shortText(lots), event_id: id },
    { label: 'End-of-day profit', value: profit },
    ...microEvidence(facts, weightsOf(judged)),
  ];
  return breachOf({ unit: 'lots', measured: milliOf(lots), limit: memory.allowed * MILLI, message, evidence });
}

function stand(judged: Scaling, memory: Memory, facts: Facts): Standing {
  const limit = memory.allowed * MILLI;
  const lots = openLots(facts, weightsOf(judged));
  const profit = spellMoney(cents(memory.profit_cents), judged.header.minor_digits);
  const evidence = [{ label: 'End-of-day profit', value: profit }];
  const base = { unit: 'lots' as const, limit, allowance: limit, evidence };
  if (lots === null) return { ...base, outcome: 'unknown', measured: null, headroom: null, message: DOUBT, broken: false };
  const measured = milliOf(lots);
  const broken = compareRationals(lots, whole(memory.allowed)) > 0;
  const message = `${shortText(lots)} of ${memory.allowed} contracts are open; the level was set by an end-of-day profit of ${profit}.`;
  return { ...base, outcome: broken ? 'breach' : 'pass', measured, headroom: limit - measured, message, broken };
}

export const scalingContracts: Rule<ScalingContractsParams, Memory> = {
  code: 'scaling-contracts',
  defaultConsequence: 'flag',
  params,
  readsMarket: ({ mini_equivalent }) => mini_equivalent !== undefined,
  open: (judged, facts) => ({ ...levelAt(judged, facts), book: {}, spans: [], found: [] }),
  turn: (judged, memory, facts) => void Object.assign(memory, levelAt(judged, facts)),
  learn,
  test: (_judged, memory, _facts, moment) => (moment.kind === 'reset' ? [] : memory.found),
  stand,
};
