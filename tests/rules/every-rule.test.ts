// What holds for every rule at once: any delivery of a history ends in the same facts and verdicts, a refold from a checkpoint is a
// refold from the start, and what an account remembers does not grow with its history. A failing run prints its seed.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cents } from '@/lib/money';
import { assess } from '@/lib/rules/assess';
import { fold, openFacts } from '@/lib/rules/evolve';
import { compareKeys, EVENT_CLASS, orderKey } from '@/lib/rules/order';
import { RULES } from '@/lib/rules/register';
import type { FoldEvent, Opening } from '@/lib/rules/types';
import { market, position, ruleSet, type Rules } from './account';

const START = Date.parse('2026-03-26T08:00:00Z');
const FLAG = { consequence: 'flag' };
const ALL: Rules = {
  'max-daily-loss': [{ consequence: 'pause' }],
  'max-drawdown': [{ mode: 'trailing_closed_balance', amount: { pct: '0.30', of: 'initial' } }],
  'max-period': [{ days: 20, ...FLAG }],
  inactivity: [{ days: 5, ...FLAG }],
  consistency: [{ threshold: '0.50', running: {} }],
  'lot-size': [{ max_lots: '2' }],
  'max-exposure': [{ max_lots: '3', mini_equivalent: 10 }],
  'lot-consistency': [{}],
  'scaling-contracts': [
    {
      levels: [
        ['0.00', 1],
        ['500.00', 3],
      ],
    },
  ],
  'risk-per-trade': [
    { limit_pct: '0.01', ...FLAG },
    { basis: 'position_size', limit_pct: '0.50', ...FLAG },
  ],
  'stop-loss-required': [{}],
  'trading-hours': [
    { tz: 'America/New_York', windows: [{ days: [1, 2, 3, 4, 5], from: '09:30', to: '16:00' }], applies_to: 'open_and_close' },
  ],
  'weekend-holding': [{ tz: 'America/New_York', time: '15:45' }],
  'overnight-holding': [{ tz: 'America/Chicago', time: '15:10' }],
  'news-window': [{ phases: ['evaluation'], instruments_by_event: { CPI: ['*'] } }],
  'ea-trading': [{ allowed: false, comments: ['*bot*'], flag_at: 30 }],
  'revenge-trading': [{}, { mult: '2.00', window_s: 600, min_steps: 3 }],
  'tick-scalping': [{ min_s: 60, max_short_count_share: '0.5', ...FLAG }],
  'max-trades-per-day': [{ max: 2 }],
  'profit-target': [{ target_pct: '0.08' }],
  'min-trading-days': [{ count_by: 'held', min_days: 4 }],
  'min-trades': [{ min: 5 }],
};
const opening: Opening = { at: START, balance_cents: cents(10_000_000), is_funded: true };

const step = fc.record({
  minutes: fc.integer({ min: 0, max: 900 }),
  kind: fc.constantFrom('opened', 'opened', 'deal', 'deal', 'slice', 'closed-only', 'changed', 'positions', 'payout'),
  size: fc.integer({ min: -90_000, max: 90_000 }),
  lots: fc.constantFrom('0.10', '0.50', '1.00', '2.50'),
  symbol: fc.constantFrom('EURUSD', 'XAUUSD', 'BTCUSD', 'NOBODY'),
  position: fc.constantFrom('a', 'b', 'c'),
  stop: fc.option(fc.constantFrom('1.0800', '0.9000')),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function eventOf({ kind, size, lots, symbol, position: id, stop, minutes }: Step, at: number, index: number): FoldEvent {
  const eventClass = kind === 'positions' ? EVENT_CLASS.mark : kind === 'payout' ? EVENT_CLASS.payout : EVENT_CLASS.deal;
  const base = { at, id: `${index}`, key: orderKey(BigInt(at) * 1000n, eventClass, `${index}`) };
  const held = position(id, size > 0 ? '-90.00' : null, lots, { symbol, stop_loss: stop, opened_at: at - minutes * 1000 });
  switch (kind) {
    case 'opened':
      return { ...base, kind: 'opened', position: { ...held, opened_at: at, ...(size > 0 ? { magic: '7' } : { comment: 'a bot' }) } };
    case 'changed':
      return { ...base, kind: 'changed', position_id: id, stop_loss: stop, volume: lots };
    case 'positions':
      return { ...base, kind: 'mark', positions: size > 60_000 ? [] : [held] };
    case 'payout':
      return { ...base, kind: 'payout', amount_cents: cents(Math.abs(size) + 1) };
    default: {
      const lonely = kind === 'closed-only';
      const booked = { booked_cents: cents(size), net_cents: cents(size), symbol, side: 'buy' as const, volume: lots };
      const since = lonely && size > 0 ? null : at - minutes * 60_000;
      return { ...base, kind: 'deal', ...booked, position_id: lonely ? `x${index}` : id, opened_at: since, is_final: kind !== 'slice' };
    }
  }
}

function historyOf(steps: readonly Step[]): FoldEvent[] {
  let at = START;
  return steps.map((one, index) => eventOf(one, (at += one.minutes * 60_000), index)).sort((a, b) => compareKeys(a.key, b.key));
}
const histories = fc.array(step, { maxLength: 40 }).map(historyOf);
const chosen = fc
  .subarray(Object.keys(ALL), { minLength: 1 })
  .map((codes) => ruleSet(Object.fromEntries(codes.map((code) => [code, ALL[code] ?? []]))));
const data = fc.constantFrom(market, undefined);
const bytes = (value: unknown) => JSON.stringify(value);

describe('every rule', () => {
  it('is among those tested here', () => {
    expect(Object.keys(ALL).sort()).toEqual(RULES.map(({ code }) => code).sort());
  });

  it('any delivery of a history ends in the same facts, verdicts and states', () => {
    fc.assert(
      fc.property(chosen, histories, data, fc.infiniteStream(fc.nat()), (rules, events, given, random) => {
        const options = given === undefined ? {} : { market: given };
        const run = (list: FoldEvent[]) => {
          const folded = fold(openFacts(opening, rules), list, rules, options);
          return bytes({ ...folded, states: assess(folded.facts, rules, given) });
        };
        const shuffled = [...events, ...events]
          .map((event) => ({ event, rank: random.next().value as number }))
          .sort((a, b) => a.rank - b.rank);
        const once = [...new Map(shuffled.map(({ event }) => [event.id, event])).values()].sort((a, b) => compareKeys(a.key, b.key));
        expect(run(once)).toBe(run(events));
      }),
      { numRuns: 150 },
    );
  });

  it('from any checkpoint, and event by event through stored facts, is the fold from the start', () => {
    fc.assert(
      fc.property(chosen, histories, data, (rules, events, given) => {
        const options = given === undefined ? {} : { market: given };
        const whole = fold(openFacts(opening, rules), events, rules, options);
        for (const { facts, key } of whole.checkpoints.slice(-3)) {
          const later = events.filter((event) => compareKeys(event.key, key) > 0);
          const rest = fold(JSON.parse(bytes(facts)) as typeof facts, later, rules, options);
          expect(rest.facts).toEqual(whole.facts);
          expect(rest.raised).toEqual(whole.raised.filter((verdict) => compareKeys(verdict.raised_key, key) > 0));
        }
        let facts = openFacts(opening, rules);
        const raised = events.flatMap((event) => {
          const one = fold(JSON.parse(bytes(facts)) as typeof facts, [event], rules, options);
          facts = one.facts;
          return one.raised;
        });
        expect(facts).toEqual(JSON.parse(bytes(whole.facts)));
        expect(bytes(raised)).toBe(bytes(whole.raised));
      }),
      { numRuns: 100 },
    );
  });

  it('remembers no more after a long life than after a short one', () => {
    const rules = ruleSet(ALL);
    const steps = fc.sample(step, { numRuns: 1500, seed: 7 });
    const sizeAfter = (count: number) => {
      const folded = fold(openFacts(opening, rules), historyOf(steps.slice(0, count)), rules, { market, moments: false });
      // Days are told by name up to a year, and expected payouts wait for their withdrawals: neither is a rule's memory of trades.
      return Object.entries(folded.facts.rules)
        .filter(([key]) => !key.startsWith('min-trading-days'))
        .reduce((sum, [, memory]) => sum + bytes(memory).length, 0);
    };
    expect(sizeAfter(1500)).toBeLessThan(sizeAfter(500) * 1.25 + 2000);
  });
});
