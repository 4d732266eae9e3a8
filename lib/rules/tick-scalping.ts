// Asks that profits come from positions held long enough to be traded for real; it withholds the payout and stops nobody.
// Fills of a few seconds exist on the firm's prices only, so no market would ever have paid them.
// Hold is from the opening to the final slice. Any of three measures that the rule set names is judged: mean hold and profit of
// short winners, share of short trades, share of short winners.
import { z } from 'zod';
import { ratioText, type Rational } from '@/lib/decimal';
import { spellMoney } from '@/lib/money';
import { breachOf, unknownOf } from '@/lib/rules/finding';
import { addHold, judgeShortProfit, noHolds, tooManyShort, tooManyShortWinners, type HoldSums } from '@/lib/rules/holding-times';
import { consequenceSchema, percentText, resetSchema, shareText, wholeCount } from '@/lib/rules/params';
import type { Judged, Rule, Standing, Tested } from '@/lib/rules/rule';
import { turnBook, type TradeBook } from '@/lib/rules/trade-book';
import type { Change, Evidence, Facts, FoldEvent } from '@/lib/rules/types';

export interface TickScalpingParams {
  min_s: number;
  avg_op: 'gt' | 'gte';
  short_op: 'lt' | 'lte';
  max_short_profit_share?: Rational;
  max_short_count_share?: Rational;
  max_short_winner_share?: Rational;
}
interface Memory {
  book: TradeBook;
  /** Holds in milliseconds. */
  sums: HoldSums;
  /** Closed positions whose opening nobody told. */
  missing: number;
  closed: boolean;
}
type Scalping = Judged<TickScalpingParams>;

const SECOND_MS = 1000;

function params(): z.ZodType<TickScalpingParams> {
  return z
    .strictObject({
      min_s: wholeCount.min(1),
      avg_op: z.enum(['gt', 'gte']).default('gt'),
      short_op: z.enum(['lt', 'lte']).default('lte'),
      max_short_profit_share: shareText.optional(),
      max_short_count_share: shareText.optional(),
      max_short_winner_share: shareText.optional(),
      consequence: consequenceSchema.optional(),
      reset: resetSchema.optional(),
    })
    .refine(
      (one) =>
        one.max_short_profit_share !== undefined || one.max_short_count_share !== undefined || one.max_short_winner_share !== undefined,
      'needs one of the three shares',
    ) as unknown as z.ZodType<TickScalpingParams>;
}

function learn(judged: Scalping, memory: Memory, _facts: Facts, event: FoldEvent, change: Change): void {
  const { closed } = turnBook(memory.book, event, change);
  memory.closed = closed !== null;
  if (closed === null) return;
  if (closed.opened_at === null) memory.missing += 1;
  else addHold(memory.sums, Math.max(0, event.at - closed.opened_at), closed.net_cents, judged.params.min_s * SECOND_MS);
}

/** The measures that are broken, in words. */
function brokenMeasures({ params: limits, header }: Scalping, sums: HoldSums): string[] {
  const { min_s: min, max_short_profit_share: profit, max_short_count_share: count, max_short_winner_share: winner } = limits;
  const broken: string[] = [];
  if (profit !== undefined) {
    const { short, gross, violation } = judgeShortProfit(sums, min * SECOND_MS, profit, { avg: limits.avg_op, short: limits.short_op });
    const made = `${spellMoney(short, header.minor_digits)} of ${spellMoney(gross, header.minor_digits)} won`;
    if (violation)
      broken.push(
        `positions were held ${meanText(sums)} seconds in the mean and ${made} came from holds up to ${min} seconds, of which ${percentText(profit)} may`,
      );
  }
  if (count !== undefined && tooManyShort(sums.short_trades, sums.trades, count))
    broken.push(`${sums.short_trades} of ${sums.trades} trades were held under ${min} seconds, more than ${percentText(count)}`);
  if (winner !== undefined && tooManyShortWinners(sums.short_winners, sums.winners, winner))
    broken.push(`${sums.short_winners} of ${sums.winners} winners were held under ${min} seconds, ${percentText(winner)} or more`);
  return broken;
}

function meanText({ held, trades }: HoldSums): string {
  return trades === 0 ? '0' : ratioText(BigInt(held), BigInt(trades) * BigInt(SECOND_MS), 1);
}

function sentence(broken: readonly string[]): string {
  const text = broken.join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function evidenceOf(sums: HoldSums): Evidence[] {
  return [
    { label: 'Closed trades', value: String(sums.trades) },
    { label: 'Mean hold in seconds', value: meanText(sums) },
    { label: 'Short trades', value: String(sums.short_trades) },
  ];
}

/** As a gate it only stands; with another consequence it is told when a trade closes. */
function test(judged: Scalping, memory: Memory): readonly Tested[] {
  if (judged.instance.consequence === 'payout_gate' || !memory.closed) return [];
  const broken = brokenMeasures(judged, memory.sums);
  const { short_trades: measured } = memory.sums;
  if (broken.length > 0)
    return [breachOf({ unit: 'count', measured, limit: null, message: sentence(broken), evidence: evidenceOf(memory.sums) })];
  return memory.missing > 0 ? [unknownOf('count', missingText(memory))] : [];
}

function missingText({ missing }: Memory): string {
  return `${missing} closed positions came without an opening time, so their hold cannot be told.`;
}

function stand(judged: Scalping, memory: Memory): Standing {
  const isGate = judged.instance.consequence === 'payout_gate';
  const { sums } = memory;
  const base = { unit: 'count' as const, limit: null, headroom: null, allowance: null, evidence: evidenceOf(sums) };
  const measured = sums.short_trades;
  const broken = brokenMeasures(judged, sums);
  if (broken.length > 0) return { ...base, outcome: isGate ? 'not_met' : 'breach', measured, message: sentence(broken), broken: !isGate };
  if (memory.missing > 0) return { ...base, outcome: 'unknown', measured: null, message: missingText(memory), broken: false };
  if (sums.trades === 0)
    return { ...base, outcome: isGate ? 'no_data' : 'pass', measured: 0, message: 'No position has been closed yet.', broken: false };
  const message = `${sums.trades} positions were held ${meanText(sums)} seconds in the mean; ${measured} of them under ${judged.params.min_s} seconds.`;
  return { ...base, outcome: isGate ? 'met' : 'pass', measured, message, broken: false };
}

export const tickScalping: Rule<TickScalpingParams, Memory> = {
  code: 'tick-scalping',
  defaultConsequence: 'payout_gate',
  params,
  open: () => ({ book: {}, sums: noHolds(), missing: 0, closed: false }),
  learn,
  test: (judged, memory, _facts, moment) => (moment.kind === 'reset' ? [] : test(judged, memory)),
  stand,
};
