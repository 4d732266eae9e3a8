// Asks for a stop on every position soon after it is opened, and for a planned loss the account can bear.
// A position without a stop can lose the whole account in one candle, which is the risk the firm never agreed to.
// Measured from the opening to the stop; a stop taken away later counts as never set from then. Planned risk needs contract and rate.
import { z } from 'zod';
import { instantText } from '@/lib/day';
import type { Rational } from '@/lib/decimal';
import { shareOf, spellMoney, type Cents } from '@/lib/money';
import { breachOf, unknownOf } from '@/lib/rules/finding';
import { sizeEvidence } from '@/lib/rules/market';
import { judgeStops } from '@/lib/rules/open-risk';
import { consequenceSchema, percentText, resetSchema, shareText, wholeCount } from '@/lib/rules/params';
import { plannedRisk } from '@/lib/rules/planned-risk';
import type { Judged, Rule, Standing, Tested, TestMoment } from '@/lib/rules/rule';
import { learnStops, type StopBook } from '@/lib/rules/stop-book';
import type { Facts, Instant } from '@/lib/rules/types';

export interface StopLossParams {
  sl_within_s: number;
  max_risk_pct: Rational;
  combine_per_symbol: boolean;
}
interface Memory {
  stops: StopBook;
  /** A position closed whose stop nobody told, with this event. */
  missing: string | null;
  /** A position that this event closed, with what was known of its stop. */
  last: { id: string; at: Instant; openedAt: Instant; stopAt: Instant | null; told: boolean } | null;
}
type Stops = Judged<StopLossParams>;

const DOUBT = 'Nobody told whether a stop was set in time, or what the position risks, so a person has to look.';

/** Late stops are found when time shows them, at whatever comes next; planned risk whenever positions or stops change. */
function test(judged: Stops, memory: Memory, facts: Facts, moment: TestMoment): readonly Tested[] {
  const found: Tested[] = [];
  let isDoubtful = moment.kind === 'event' && memory.missing !== null;
  if (moment.kind === 'event' && memory.last !== null && !memory.last.told) found.push(...late(judged, memory.last, memory.last.at));
  for (const id of Object.keys(memory.stops).sort()) {
    const stop = memory.stops[id];
    if (stop === undefined) continue;
    if (!stop.told_late) {
      const tested = late(judged, { id, openedAt: stop.opened_at, stopAt: stop.set_at }, moment.at);
      if (tested.length > 0) {
        stop.told_late = true;
        const isMaybe = stop.set_at !== null && stop.bare_at <= stop.opened_at + judged.params.sl_within_s * 1000;
        if (isMaybe && !stop.is_exact) isDoubtful = true;
        else found.push(...tested);
      }
    }
    if (moment.kind === 'reset' || stop.told_risk || stop.set_at === null) continue;
    const risk = riskOf(judged, facts, id);
    if (risk === null) isDoubtful = true;
    else if (isTooMuch(judged, facts, risk)) {
      stop.told_risk = true;
      found.push(risky(judged, facts, id, risk));
    }
  }
  return isDoubtful && found.length === 0 ? [unknownOf('seconds', DOUBT)] : found;
}

/** What a position risks up to its stop, with the others of its symbol where the rule set says so; null where it cannot be told. */
function riskOf({ params, header, market }: Stops, facts: Facts, id: string): Cents | null {
  const open = facts.positions[id];
  if (open === undefined) return null;
  const group = params.combine_per_symbol ? Object.values(facts.positions).filter(({ symbol }) => symbol === open.symbol) : [open];
  return plannedRisk(group, header, market, facts.at);
}

function isTooMuch({ params }: Stops, facts: Facts, risk: Cents): boolean {
  const limit = { sl_within_s: 0, max_risk: params.max_risk_pct, balance: facts.balance_cents, combine_per_symbol: true };
  return judgeStops({ openAt: 0, stopAt: 0, risks: [risk] }, limit).includes('risk');
}

function late(judged: Stops, one: { id: string; openedAt: Instant; stopAt: Instant | null }, now: Instant): Tested[] {
  const { sl_within_s: within, max_risk_pct: max_risk } = judged.params;
  // While there is time left a missing stop is not late, so the present stands in for it.
  const limits = { sl_within_s: within, max_risk, balance: judged.header.initial_cents, combine_per_symbol: false };
  if (!judgeStops({ openAt: one.openedAt, stopAt: one.stopAt ?? now, risks: [] }, limits).includes('sl_late')) return [];
  const measured = Math.floor(((one.stopAt ?? now) - one.openedAt) / 1000);
  const how = one.stopAt === null ? 'still had no stop' : 'got its stop only';
  const message = `Position ${one.id}, opened at ${instantText(one.openedAt)}, ${how} ${measured} seconds later; ${within} are allowed.`;
  const evidence = [{ label: 'Opened', value: instantText(one.openedAt) }];
  return [breachOf({ subject: one.id, unit: 'seconds', measured, limit: within, message, evidence })];
}

function risky(judged: Stops, facts: Facts, id: string, risk: Cents): Tested {
  const spell = (amount: Cents) => spellMoney(amount, judged.header.minor_digits);
  const limit = shareOf(facts.balance_cents, judged.params.max_risk_pct, 'floor');
  const symbol = facts.positions[id]?.symbol ?? '';
  const what = judged.params.combine_per_symbol ? `The positions in ${symbol} risk` : `Position ${id} risks`;
  const message = `${what} ${spell(risk)} up to the stop; ${percentText(judged.params.max_risk_pct)} of the balance, ${spell(limit)}, is the limit.`;
  const evidence = [
    { label: 'Planned risk', value: spell(risk) },
    ...sizeEvidence(judged.market, judged.header.currency, symbol, facts.at),
  ];
  // The stop's own subject, so that a late stop and a large risk of one position stay two findings.
  return breachOf({ subject: `${id}:risk`, unit: 'cents', measured: risk, limit, message, evidence });
}

function stand(judged: Stops, memory: Memory, facts: Facts): Standing {
  const { sl_within_s: limit } = judged.params;
  const bare = Object.keys(memory.stops)
    .sort()
    .filter((id) => memory.stops[id]?.set_at === null);
  const waits = bare.map((id) => Math.floor((facts.at - (memory.stops[id]?.opened_at ?? facts.at)) / 1000));
  const measured = Math.max(0, ...waits);
  const isUntold =
    facts.unlisted_open !== 0 ||
    Object.keys(memory.stops).some((id) => memory.stops[id]?.set_at != null && riskOf(judged, facts, id) === null);
  const base = { unit: 'seconds' as const, limit, allowance: limit, evidence: bare.map((id) => ({ label: 'Without a stop', value: id })) };
  const broken = measured > limit;
  if (!broken && isUntold) return { ...base, outcome: 'unknown', measured: null, headroom: null, message: DOUBT, broken };
  const message =
    bare.length === 0
      ? 'Every open position has a stop.'
      : `${bare.length} open positions have no stop, the oldest for ${measured} seconds; ${limit} are allowed.`;
  return { ...base, outcome: broken ? 'breach' : 'pass', measured, headroom: limit - measured, message, broken };
}

export const stopLossRequired: Rule<StopLossParams, Memory> = {
  code: 'stop-loss-required',
  defaultConsequence: 'flag',
  params: () =>
    z.strictObject({
      sl_within_s: wholeCount.default(180),
      max_risk_pct: shareText.prefault('0.02'),
      combine_per_symbol: z.boolean().default(false),
      consequence: consequenceSchema.optional(),
      reset: resetSchema.optional(),
    }) as unknown as z.ZodType<StopLossParams>,
  readsMarket: () => true,
  open: () => ({ stops: {}, missing: null, last: null }),
  learn: (_judged, memory, facts, event, change) => {
    memory.missing = null;
    memory.last = null;
    const closed = learnStops(memory.stops, facts, event, change);
    if (closed === null) return;
    const { id, stop } = closed;
    if (stop === null) memory.missing = id;
    else memory.last = { id, at: event.at, openedAt: stop.opened_at, stopAt: stop.set_at, told: stop.told_late };
  },
  test,
  stand,
};
