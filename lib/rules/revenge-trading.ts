// Forbids betting larger right after a loss, the way accounts are emptied in an afternoon. A definition of the house: no firm publishes one.
// A step is a trade opened within the window after the last trade before it was closed at a loss, with a multiple of its lots;
// in another symbol notionals are compared. Steps in a row, each from the trade before, are a violation, told once per run.
// Martingale is the same rule with `mult` 2.00, `window_s` 600 and `min_steps` 3.
import { z } from 'zod';
import { instantText } from '@/lib/day';
import { toRational, type Rational } from '@/lib/decimal';
import { spellMoney, type Cents } from '@/lib/money';
import { plainSymbol } from '@/lib/rules/account-pairs';
import { breachOf, unknownOf } from '@/lib/rules/finding';
import { lotsOf } from '@/lib/rules/lots';
import { sizeEvidence, valueAt } from '@/lib/rules/market';
import { consequenceSchema, decimalTextSchema, resetSchema, wholeCount } from '@/lib/rules/params';
import { isRevengeStep } from '@/lib/rules/revenge-steps';
import type { Judged, Rule, Standing, Tested } from '@/lib/rules/rule';
import { shortText } from '@/lib/rules/size-limits';
import { turnBook, type BookedTrade, type TradeBook } from '@/lib/rules/trade-book';
import type { Change, Facts, FoldEvent, Instant } from '@/lib/rules/types';

export interface RevengeParams {
  mult: Rational;
  window_s: number;
  min_steps: number;
}
interface Run {
  steps: number;
  /** The latest trades of the run, oldest first. */
  trades: string[];
  told: boolean;
}
interface Past {
  id: string;
  symbol: string;
  lots: string;
  price: string | null;
  net_cents: Cents;
  closed_at: Instant;
  run: Run;
}
interface Memory {
  book: TradeBook;
  /** Runs of open trades. */
  runs: Record<string, Run>;
  /** Trades closed last, oldest first: enough to find the one before an opening that is told late. */
  past: Past[];
  /** When the last of those closed that are no longer remembered; absent while all are. */
  forgotten?: Instant;
  found: Tested[];
}
type Revenge = Judged<RevengeParams>;

const KEPT = 32;
const NAMED = 10;

function params(): z.ZodType<RevengeParams> {
  return z.strictObject({
    mult: decimalTextSchema.refine((mult) => mult.num > 0n, 'must be more than zero').prefault('1.50'),
    window_s: wholeCount.min(1).default(300),
    min_steps: wholeCount.min(1).default(1),
    consequence: consequenceSchema.optional(),
    reset: resetSchema.optional(),
  }) as unknown as z.ZodType<RevengeParams>;
}

function learn(judged: Revenge, memory: Memory, _facts: Facts, event: FoldEvent, change: Change): void {
  const { opened, closed } = turnBook(memory.book, event, change);
  memory.found = opened.flatMap((trade) => judgeOpening(judged, memory, trade, event.id));
  if (closed !== null) {
    const { id, symbol, lots, price, net_cents } = closed;
    memory.past.push({
      id,
      symbol,
      lots,
      price,
      net_cents,
      closed_at: event.at,
      run: memory.runs[id] ?? { steps: 0, trades: [id], told: false },
    });
    if (memory.past.length > KEPT) memory.forgotten = memory.past.shift()?.closed_at ?? event.at;
  }
  for (const id of Object.keys(memory.runs)) if (memory.book[id] === undefined) delete memory.runs[id];
}

function judgeOpening(judged: Revenge, memory: Memory, trade: BookedTrade, eventId: string): Tested[] {
  const { window_s: seconds, min_steps: needed } = judged.params;
  const at = trade.opened_at;
  if (at === null) return [unknownOf('count', `Nobody told when position ${trade.id} was opened, so nobody can say what it followed.`)];
  const before = memory.past.filter(({ closed_at: closed }) => closed < at).at(-1);
  if (before === undefined && memory.forgotten !== undefined && at <= memory.forgotten + seconds * 1000) {
    return [
      unknownOf(
        'count',
        `Position ${trade.id} was opened longer ago than closed trades are remembered, so nobody can say what it followed.`,
      ),
    ];
  }
  const isSoon = before !== undefined && at <= before.closed_at + seconds * 1000;
  if (before === undefined || !isSoon || !isStep(judged, before, trade)) {
    memory.runs[trade.id] = { steps: 0, trades: [trade.id], told: false };
    return [];
  }
  const run: Run = { steps: before.run.steps + 1, trades: [...before.run.trades, trade.id].slice(-NAMED), told: before.run.told };
  memory.runs[trade.id] = run;
  if (run.steps < needed || run.told) return [];
  run.told = before.run.told = true;
  return [breach(judged, before, trade, run, eventId)];
}

function isStep({ params: { mult }, header, market }: Revenge, before: Past, trade: BookedTrade): boolean {
  if (plainSymbol(before.symbol) === plainSymbol(trade.symbol)) {
    return isRevengeStep({ size: toRational(lotsOf(before.lots)), net: before.net_cents }, toRational(lotsOf(trade.lots)), mult);
  }
  // Both at the rates of the moment the second was opened.
  const at = trade.opened_at ?? before.closed_at;
  const [was, is] = [before, trade].map(({ symbol, lots, price }) => valueAt(market, header.currency, { symbol, volume: lots, price }, at));
  return was != null && is != null && isRevengeStep({ size: was, net: before.net_cents }, is, mult);
}

function breach(judged: Revenge, before: Past, trade: BookedTrade, run: Run, eventId: string): Tested {
  const { min_steps: limit, mult } = judged.params;
  const lost = spellMoney(before.net_cents, judged.header.minor_digits);
  const at = trade.opened_at ?? before.closed_at;
  const isSame = plainSymbol(before.symbol) === plainSymbol(trade.symbol);
  const message = `Position ${trade.id} of ${trade.lots} lots followed ${before.id} of ${before.lots} lots, which made ${lost}: ${run.steps} such steps in a row, each at least ${shortText(mult)} times as large.`;
  const evidence = [
    { label: 'Trades of the run', value: run.trades.join(', '), event_id: eventId },
    { label: 'Loss closed', value: instantText(before.closed_at) },
    { label: 'Opened', value: instantText(at) },
    ...(isSame ? [] : [before, trade].flatMap(({ symbol }) => sizeEvidence(judged.market, judged.header.currency, symbol, at))),
  ];
  return { ...breachOf({ subject: trade.id, unit: 'count', measured: run.steps, limit, message, evidence }), headroom: 0 };
}

function stand(judged: Revenge, memory: Memory): Standing {
  const { min_steps: limit, window_s: seconds } = judged.params;
  const last = memory.past.at(-1);
  const measured = last === undefined ? 0 : last.run.steps;
  const message =
    last === undefined || last.net_cents >= 0
      ? 'The last closed trade was no loss.'
      : `The last closed trade lost; one at least ${shortText(judged.params.mult)} times as large within ${seconds} seconds would be a step.`;
  const headroom = Math.max(0, limit - measured);
  return { outcome: 'pass', unit: 'count', measured, limit, headroom, allowance: null, evidence: [], message, broken: false };
}

export const revengeTrading: Rule<RevengeParams, Memory> = {
  code: 'revenge-trading',
  defaultConsequence: 'flag',
  params,
  readsMarket: () => true,
  open: () => ({ book: {}, runs: {}, past: [], found: [] }),
  learn,
  test: (_judged, memory, _facts, moment) => (moment.kind === 'reset' ? [] : memory.found),
  stand,
};
