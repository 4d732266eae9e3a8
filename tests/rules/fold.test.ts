// What holds for every history: arrival decides nothing, a refold from any checkpoint is a refold from the start,
// money is conserved, and the same fold twice gives the same bytes. A failing run prints its seed.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cents } from '@/lib/money';
import { evolve, fold, openFacts } from '@/lib/rules/evolve';
import { compareKeys, EVENT_CLASS, orderKey, resetKey } from '@/lib/rules/order';
import type { FoldEvent, Opening } from '@/lib/rules/types';
import { position, ruleSet } from './account';

const START = Date.parse('2026-03-26T08:00:00Z');
const rules = ruleSet({
  'max-daily-loss': [
    { consequence: 'pause', limit: { pct: '0.02', of: 'reference' }, reference: 'max_balance_equity' },
    { reset: { tz: 'America/New_York', time: '17:00' } },
  ],
  'max-drawdown': [{ mode: 'trailing_intraday_equity', lock: { offset: '100.00' }, payout_effect: 'hwm_minus_payout' }],
  consistency: [{ threshold: '0.50', running: {} }],
  'min-trading-days': [{ count_by: 'close', min_days: 4 }],
  'min-trades': [{ min: 5 }],
  inactivity: [{ days: 3, consequence: 'flag' }],
  'max-trades-per-day': [{ max: 2 }],
  'lot-size': [{ max_lots: '3' }],
  'profit-target': [{ target_pct: '0.08' }],
});
const opening: Opening = { at: START, balance_cents: cents(10_000_000), is_funded: true };

const step = fc.record({
  minutes: fc.integer({ min: 0, max: 700 }),
  kind: fc.constantFrom(
    'deal',
    'slice',
    'mark',
    'positions',
    'opened',
    'payout',
    'withdrawal',
    'deposit',
    'commission',
    'credit',
    'unblock',
    'reversal',
  ),
  size: fc.integer({ min: -300_000, max: 300_000 }),
  position: fc.constantFrom('a', 'b', 'c'),
});
type Step = { minutes: number; kind: string; size: number; position: string };

function eventOf({ kind, size, position: id }: Step, at: number, index: number): FoldEvent {
  const classes: Record<string, number> = { deal: 1, slice: 1, opened: 1, reversal: 1, mark: 3, positions: 3, unblock: 3 };
  const name = `${index}`;
  const base = { at, id: name, key: orderKey(BigInt(at) * 1000n, classes[kind] ?? EVENT_CLASS.operation, name) };
  const amount = cents(size);
  const positive = cents(Math.abs(size) + 1);
  const deal = {
    booked_cents: amount,
    net_cents: amount,
    position_id: id,
    symbol: 'EURUSD',
    side: 'buy' as const,
    volume: '0.50',
    opened_at: null,
  };
  switch (kind) {
    case 'deal':
      return { ...base, kind: 'deal', ...deal, is_final: null };
    case 'slice':
      return { ...base, kind: 'deal', ...deal, is_final: false };
    case 'mark':
      return {
        ...base,
        kind: 'mark',
        floating_cents: amount,
        equity_high_cents: cents(10_000_000 + Math.abs(size)),
        equity_low_cents: cents(9_900_000 - Math.abs(size)),
      };
    case 'positions':
      return { ...base, kind: 'mark', positions: [position(id, '12.34', '1.50')] };
    case 'opened':
      return { ...base, kind: 'opened', position: position(id, size > 0 ? '1.00' : null, '2.00') };
    case 'payout':
      return { ...base, kind: 'payout', amount_cents: positive };
    case 'reversal':
      return { ...base, kind: 'reversal', reverses_id: 'x', booked_cents: amount, net_cents: amount };
    case 'unblock':
      return { ...base, kind: 'unblock' };
    case 'withdrawal':
      return { ...base, kind: 'operation', operation: 'withdrawal', amount_cents: cents(-positive), affects_profit: false };
    default:
      return { ...base, kind: 'operation', operation: kind as 'deposit', amount_cents: amount, affects_profit: kind === 'commission' };
  }
}

const histories = fc.array(step, { maxLength: 40 }).map((steps) => {
  let at = START;
  return (steps as Step[]).map((one, index) => eventOf(one, (at += one.minutes * 60_000), index)).sort((a, b) => compareKeys(a.key, b.key));
});
const bytes = (value: unknown) => JSON.stringify(value);
const all = (events: readonly FoldEvent[]) => fold(openFacts(opening, rules), events, rules);

describe('the fold', () => {
  it('is the same in any order and number of deliveries, once sorted and named once', () => {
    fc.assert(
      fc.property(histories, fc.infiniteStream(fc.nat()), (events, random) => {
        const shuffled = [...events, ...events]
          .map((event) => ({ event, rank: random.next().value as number }))
          .sort((a, b) => a.rank - b.rank);
        const once = [...new Map(shuffled.map(({ event }) => [event.id, event])).values()].sort((a, b) => compareKeys(a.key, b.key));
        expect(bytes(all(once))).toBe(bytes(all(events)));
      }),
    );
  });

  it('from any checkpoint is the fold from the start', () => {
    fc.assert(
      fc.property(histories, (events) => {
        const whole = all(events);
        for (const checkpoint of whole.checkpoints) {
          const stored = JSON.parse(bytes(checkpoint.facts)) as typeof checkpoint.facts;
          const rest = fold(
            stored,
            events.filter(({ key }) => compareKeys(key, checkpoint.key) > 0),
            rules,
          );
          expect(rest.facts).toEqual(whole.facts);
          expect(rest.raised).toEqual(whole.raised.filter(({ raised_key: key }) => compareKeys(key, checkpoint.key) > 0));
        }
      }),
    );
  });

  it('event by event is the fold of all', () => {
    fc.assert(
      fc.property(histories, (events) => {
        let facts = openFacts(opening, rules);
        const raised = events.flatMap((event) => {
          const step = evolve(facts, event, rules);
          facts = step.facts;
          return step.raised;
        });
        const whole = all(events);
        expect(bytes(facts)).toBe(bytes(whole.facts));
        expect(bytes(raised)).toBe(bytes(whole.raised));
      }),
    );
  });

  it('conserves money: the balance is the start, the profit and what was paid in and out', () => {
    fc.assert(
      fc.property(histories, (events) => {
        const { facts, days } = all(events);
        const booked = events.reduce((sum, event) => {
          if (event.kind === 'deal') return sum + event.booked_cents;
          if (event.kind === 'reversal') return sum - (event.booked_cents ?? 0);
          return event.kind === 'operation' && event.affects_profit ? sum + event.amount_cents : sum;
        }, 0);
        expect(facts.cumulative_profit_cents).toBe(booked);
        expect([...days, facts.day].reduce((sum, day) => sum + day.pnl_cents, 0)).toBe(booked);
        const expected = events.filter(({ kind }) => kind === 'payout').length === 0 && !events.some((event) => event.kind === 'operation');
        if (expected) expect(facts.balance_cents).toBe(10_000_000 + booked);
      }),
    );
  });

  it('leaves the facts it was given untouched, and twice is the same bytes', () => {
    fc.assert(
      fc.property(histories, (events) => {
        const facts = openFacts(opening, rules);
        const before = bytes(facts);
        expect(bytes(fold(facts, events, rules))).toBe(bytes(fold(facts, events, rules)));
        expect(bytes(facts)).toBe(before);
      }),
    );
  });

  it('takes a checkpoint only at a reset that an event follows', () => {
    const at = Date.parse('2026-03-30T12:00:00Z');
    const { checkpoints, days } = all([eventOf({ minutes: 0, kind: 'mark', size: 0, position: 'a' }, at, 1)]);
    expect(days).toHaveLength(4);
    expect(checkpoints.map(({ trading_day: day, key }) => [day, key])).toEqual([
      ['2026-03-30', resetKey(Date.parse('2026-03-29T22:00:00Z'))],
    ]);
  });
});
