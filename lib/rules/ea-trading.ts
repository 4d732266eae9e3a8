// Forbids trading by programs where the rule set says so, or too many orders a day where programs are allowed.
// Firms sell a test of people, and programs flood their servers; but no firm publishes a definition, so this one is the house's.
// Signs of a trading day add points; at `flag_at` a person looks. Only what the platform itself declares may do more than flag.
import { z } from 'zod';
import { tradingDay } from '@/lib/day';
import { breachOf, unknownOf } from '@/lib/rules/finding';
import {
  isReply,
  noSigns,
  pointsOf,
  POINTS,
  seeClosing,
  seeOpening,
  seeSignature,
  type Closing,
  type DaySigns,
} from '@/lib/rules/machine-signs';
import { consequenceSchema, resetSchema, wholeCount } from '@/lib/rules/params';
import type { Judged, Rule, Standing, Tested, TestMoment } from '@/lib/rules/rule';
import { turnBook, type BookedTrade, type TradeBook } from '@/lib/rules/trade-book';
import type { Change, Facts, FoldEvent, Instant, Signature } from '@/lib/rules/types';

export interface EaParams {
  allowed: boolean;
  max_requests_per_day?: number;
  comments: string[];
  flag_at: number;
  allow_magic: string[];
}
interface Memory {
  day: DaySigns;
  requests: number;
  book: TradeBook;
  /** What was closed last; absent in a memory from before it was kept. */
  closes?: Closing[];
  /** Whether the platform ever gave a reason, a number or a comment. */
  is_signed: boolean;
  trades: number;
  /** Whether the last event was an act that can break the rule. */
  acted: boolean;
}
type Machine = Judged<EaParams>;

const ENOUGH_TRADES = 20;
const DOUBT = 'The platform gives no reason, number or comment of orders, and under 20 trades show no pattern.';

function params(): z.ZodType<EaParams> {
  return z.strictObject({
    allowed: z.boolean().default(true),
    max_requests_per_day: wholeCount.min(1).optional(),
    comments: z.array(z.string().min(1)).default([]),
    flag_at: wholeCount.min(1).default(60),
    allow_magic: z.array(z.string()).default([]),
    consequence: consequenceSchema.optional(),
    reset: resetSchema.optional(),
  }) as unknown as z.ZodType<EaParams>;
}

function learn(judged: Machine, memory: Memory, _facts: Facts, event: FoldEvent, change: Change): void {
  const { opened, closed } = turnBook(memory.book, event, change);
  memory.acted = event.kind === 'opened' || event.kind === 'changed' || event.kind === 'deal';
  if (memory.acted) memory.requests += 1;
  if (judged.params.allowed) return;
  if (event.kind === 'opened') sign(judged, memory, event.position);
  if (event.kind === 'deal') sign(judged, memory, event);
  if (event.kind === 'mark') for (const position of event.positions ?? []) sign(judged, memory, position);
  for (const trade of opened) open(judged, memory, trade, event.at);
  if (event.kind === 'deal') seeClosing((memory.closes ??= []), { at: event.at, symbol: event.symbol, side: event.side });
  if (closed !== null) memory.trades += 1;
}

function sign(judged: Machine, memory: Memory, { reason, magic, comment }: Signature): void {
  const isNamed = reason !== undefined || magic !== undefined || comment !== undefined;
  if (!isNamed) return;
  memory.is_signed = true;
  seeSignature(memory.day, { ...(reason && { reason }), ...(magic && { magic }), ...(comment && { comment }) }, judged.params);
}

/** An opening belongs to the trading day it was made on: one of an earlier day that is told with its close says nothing about today. */
function open({ instance: { reset } }: Machine, memory: Memory, trade: BookedTrade, now: Instant): void {
  const at = trade.opened_at;
  if (at === null || tradingDay(at, reset).startsAt !== tradingDay(now, reset).startsAt) return;
  seeOpening(memory.day, at, isReply(at, trade, memory.closes ?? []));
}

function test(judged: Machine, memory: Memory, _facts: Facts, moment: TestMoment): readonly Tested[] {
  if (moment.kind === 'reset') return [];
  const { allowed, max_requests_per_day: most, flag_at: limit } = judged.params;
  if (most !== undefined && memory.acted && memory.requests > most) return [tooMany(memory.requests, most, moment.event.id)];
  if (allowed) return [];
  const { signs } = memory.day;
  const points = pointsOf(signs);
  if (points < limit) return moment.change.closed !== null && isUntold(memory) ? [unknownOf('count', DOUBT)] : [];
  const named = signs.map((one) => `${one} ${POINTS[one]}`).join(', ');
  const message = `The signs of this trading day add up to ${points} points (${named}); ${limit} call for a look.`;
  const evidence = signs.map((one) => ({ label: one, value: String(POINTS[one]), event_id: moment.event.id }));
  const found = breachOf({ unit: 'count', measured: points, limit, message, evidence });
  // Inferred points never stop an account: they are evidence for a person.
  return [signs.includes('declared') ? found : { ...found, consequence: 'flag' }];
}

function tooMany(requests: number, most: number, id: string): Tested {
  const message = `Request ${requests} of the trading day was made; ${most} are allowed.`;
  return breachOf({
    unit: 'count',
    measured: requests,
    limit: most,
    message,
    evidence: [{ label: 'Requests today', value: String(requests), event_id: id }],
  });
}

function isUntold(memory: Memory): boolean {
  return !memory.is_signed && memory.trades < ENOUGH_TRADES;
}

function stand(judged: Machine, memory: Memory): Standing {
  const { allowed, max_requests_per_day: most, flag_at } = judged.params;
  const base = { unit: 'count' as const, evidence: [] };
  if (allowed) {
    const broken = most !== undefined && memory.requests > most;
    const limit = most ?? null;
    const message = most === undefined ? 'Programs are allowed.' : `${memory.requests} of ${most} requests of this trading day are made.`;
    const headroom = most === undefined ? null : most - memory.requests;
    return { ...base, outcome: broken ? 'breach' : 'pass', measured: memory.requests, limit, headroom, allowance: limit, message, broken };
  }
  const measured = pointsOf(memory.day.signs);
  const broken = measured >= flag_at;
  const room = { limit: flag_at, allowance: flag_at };
  if (!broken && isUntold(memory)) return { ...base, ...room, outcome: 'unknown', measured: null, headroom: null, message: DOUBT, broken };
  const evidence = memory.day.signs.map((one) => ({ label: one, value: String(POINTS[one]) }));
  const message = `The signs of this trading day add up to ${measured} points; ${flag_at} call for a look.`;
  return { ...base, ...room, outcome: broken ? 'breach' : 'pass', measured, headroom: flag_at - measured, evidence, message, broken };
}

export const eaTrading: Rule<EaParams, Memory> = {
  code: 'ea-trading',
  defaultConsequence: 'flag',
  params,
  open: () => ({ day: noSigns(), requests: 0, book: {}, closes: [], is_signed: false, trades: 0, acted: false }),
  turn: (_judged, memory) => {
    memory.day = noSigns();
    memory.requests = 0;
  },
  learn,
  test,
  stand,
};
