// Asks that no single day or trade makes too much of the profit: a lucky hit is not a skill the firm can fund.
// Best share withholds payouts until it is met and is never a breach; payouts look at nothing else.
// Running share judges each winning position against all winners so far; the first is always 100 %, hence a flag by default.
import { z } from 'zod';
import { addCents, maxCents, shareBps, spellMoney, ZERO, type Cents } from '@/lib/money';
import { ratioText, type Rational } from '@/lib/decimal';
import { bestShare, isWithin, type BestShare, type Op } from '@/lib/rules/consistency-share';
import { consequenceSchema, percentText, resetSchema, shareText, wholeCount } from '@/lib/rules/params';
import type { Judged, Rule, Standing, Tested, TestMoment } from '@/lib/rules/rule';
import type { Change, Consequence, Facts, FoldEvent } from '@/lib/rules/types';

export interface ConsistencyParams {
  unit: 'day' | 'trade';
  threshold: Rational;
  op: Op;
  denominator: 'net_total' | 'sum_positive' | 'profit_target';
  window: 'all' | 'since_last_payout';
  running?: { threshold?: Rational; op: Op; min_winning_trades: number; consequence: Consequence };
}
/** Ended rows of the window as sums, the day that runs, and the winners of the running share. */
export interface ConsistencyMemory {
  rows: number;
  best_cents: Cents;
  net_cents: Cents;
  positive_cents: Cents;
  today_cents: Cents | null;
  winners: number;
  winners_cents: Cents;
  /** The winner just closed, when it broke the running share. */
  last: { sum_cents: Cents } | null;
}
type Consistency = Judged<ConsistencyParams>;

function params(): z.ZodType<ConsistencyParams> {
  const op = z.enum(['lt', 'lte']).default('lte');
  return z.strictObject({
    unit: z.enum(['day', 'trade']).default('day'),
    threshold: shareText,
    op,
    denominator: z.enum(['net_total', 'sum_positive', 'profit_target']).default('net_total'),
    window: z.enum(['all', 'since_last_payout']).default('all'),
    running: z
      .strictObject({
        threshold: shareText.optional(),
        op,
        min_winning_trades: wholeCount.default(1),
        consequence: z.enum(['fail', 'block', 'pause', 'flag']).default('flag'),
      })
      .optional(),
    consequence: consequenceSchema.optional(),
    reset: resetSchema.optional(),
  }) as unknown as z.ZodType<ConsistencyParams>;
}

function open(): ConsistencyMemory {
  const empty = { rows: 0, best_cents: ZERO, net_cents: ZERO, positive_cents: ZERO, today_cents: null };
  return { ...empty, winners: 0, winners_cents: ZERO, last: null };
}

function turn(judged: Consistency, memory: ConsistencyMemory): void {
  if (judged.params.unit === 'day' && memory.today_cents !== null) addRow(memory, memory.today_cents);
  memory.today_cents = null;
}

function learn(judged: Consistency, memory: ConsistencyMemory, _facts: Facts, event: FoldEvent, change: Change): void {
  memory.last = null;
  if (event.kind === 'payout' && judged.params.window === 'since_last_payout') {
    Object.assign(memory, { ...open(), winners: memory.winners, winners_cents: memory.winners_cents });
  }
  if (judged.params.unit === 'trade') {
    if (change.closed !== null) addRow(memory, change.closed.net_cents);
  } else if (change.earned_cents !== null) memory.today_cents = addCents(memory.today_cents ?? ZERO, change.earned_cents);
  if (change.closed !== null) runOn(judged, memory, change.closed.net_cents);
}

/** Only whether the winner broke the share is kept: the words are made where somebody needs them. */
function runOn(judged: Consistency, memory: ConsistencyMemory, net: Cents): void {
  const { running } = judged.params;
  if (net <= 0) return;
  memory.winners += 1;
  memory.winners_cents = addCents(memory.winners_cents, net);
  if (running === undefined || memory.winners < running.min_winning_trades) return;
  if (!isWithin(net, memory.winners_cents, running.threshold ?? judged.params.threshold, running.op)) {
    memory.last = { sum_cents: memory.winners_cents };
  }
}

function addRow(memory: ConsistencyMemory, net: Cents): void {
  memory.best_cents = memory.rows === 0 ? net : maxCents(memory.best_cents, net);
  memory.rows += 1;
  memory.net_cents = addCents(memory.net_cents, net);
  if (net > 0) memory.positive_cents = addCents(memory.positive_cents, net);
}

function test(judged: Consistency, memory: ConsistencyMemory, _facts: Facts, moment: TestMoment): readonly Tested[] {
  const { running } = judged.params;
  if (running === undefined || memory.last === null || moment.kind === 'reset' || moment.change.closed === null) return [];
  const { position_id: subject, net_cents: net } = moment.change.closed;
  const threshold = running.threshold ?? judged.params.threshold;
  const spell = (amount: Cents) => spellMoney(amount, judged.header.minor_digits);
  const measured = shareBps(net, memory.last.sum_cents) ?? 0;
  const limit = bpsOf(threshold);
  const message = `The winning position ${subject} made ${spell(net)} of ${spell(memory.last.sum_cents)} won so far, ${ratioText(BigInt(net) * 100n, BigInt(memory.last.sum_cents), 0)} %; at most ${percentText(threshold)} is allowed.`;
  const evidence = [
    { label: 'Position won', value: spell(net), event_id: moment.event.id },
    { label: 'Winners so far, this one included', value: spell(memory.last.sum_cents) },
  ];
  const { consequence } = running;
  return [{ subject, outcome: 'breach', consequence, unit: 'bps', measured, limit, headroom: limit - measured, evidence, message }];
}

function stand(judged: Consistency, memory: ConsistencyMemory): Standing {
  const now = { ...memory };
  if (judged.params.unit === 'day' && now.today_cents !== null) addRow(now, now.today_cents);
  const best = shareOfRows(judged, now);
  const spell = (amount: Cents) => spellMoney(amount, judged.header.minor_digits);
  const what = judged.params.unit === 'day' ? 'day' : 'trade';
  const measured = best.share === null ? null : (shareBps(best.best, best.total) ?? null);
  const limit = bpsOf(judged.params.threshold);
  const message =
    best.status === 'no_data'
      ? `No ${what} has been closed yet.`
      : best.share === null
        ? `Best ${what} ${spell(best.best)} of ${spell(best.total)}: there is no profit to share out yet.`
        : `The best ${what} made ${spell(best.best)} of ${spell(best.total)}, ${ratioText(BigInt(best.best) * 100n, BigInt(best.total), 2)} %; the limit is ${percentText(judged.params.threshold)}.`;
  const required = best.required_total === null ? [] : [{ label: 'Smallest total that passes', value: spell(best.required_total) }];
  const evidence = [{ label: `Best ${what}`, value: spell(best.best) }, { label: 'Total', value: spell(best.total) }, ...required];
  const headroom = measured === null ? null : limit - measured;
  return { outcome: best.status, unit: 'bps', measured, limit, headroom, allowance: limit, evidence, message, broken: false };
}

/** The sums stand for all rows: best and totals are all that a share needs. */
function shareOfRows(judged: Consistency, memory: ConsistencyMemory): BestShare {
  const { threshold, op, denominator } = judged.params;
  if (memory.rows === 0) return bestShare([], { threshold, op, denominator, fixedTotal: null });
  const totals = {
    net_total: memory.net_cents,
    sum_positive: memory.positive_cents,
    profit_target: judged.header.profit_target_cents ?? ZERO,
  };
  return bestShare([memory.best_cents], { threshold, op, denominator: 'profit_target', fixedTotal: totals[denominator] });
}

function bpsOf(share: Rational): number {
  return parseInt(((share.num * 10_000n) / share.den).toString(), 10);
}

export const consistency: Rule<ConsistencyParams, ConsistencyMemory> = {
  code: 'consistency',
  defaultConsequence: 'payout_gate',
  params,
  open,
  turn,
  learn,
  test,
  stand,
};
