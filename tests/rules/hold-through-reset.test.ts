// "If you hold through reset": the floor and the room foretold are the ones the judge sets when the reset comes and nothing has moved.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assess } from '@/lib/rules/assess';
import { fold } from '@/lib/rules/evolve';
import type { FoldEvent } from '@/lib/rules/types';
import { clock, close, mark, play, ruleSet } from './account';

const ZONES = ['UTC', 'Europe/Prague', 'America/New_York', 'Asia/Tokyo'];
const daily = fc.record({
  limit: fc.record({ pct: fc.constantFrom('0.02', '0.05', '0.1'), of: fc.constantFrom('initial', 'reference') }),
  reference: fc.constantFrom('balance', 'equity', 'max_balance_equity', 'initial', 'intraday_equity_high'),
  measure: fc.constantFrom('equity', 'balance', 'min'),
  touch_is_breach: fc.boolean(),
  // Nothing is judged after a fail, so there would be nothing to compare.
  consequence: fc.constant('flag'),
  reset: fc.record({ tz: fc.constantFrom(...ZONES), time: fc.constantFrom('00:00', '17:00') }),
});
const drawdown = fc.record({
  mode: fc.constantFrom('trailing_eod_balance', 'trailing_intraday_equity', 'trailing_closed_balance'),
  amount: fc.record({ pct: fc.constantFrom('0.06', '0.1'), of: fc.constant('initial') }),
  lock: fc.constant(null),
  measure: fc.constant('equity'),
  touch_is_breach: fc.boolean(),
  consequence: fc.constant('flag'),
  payout_effect: fc.constant('none'),
});
const cents = fc.integer({ min: -150_000, max: 150_000 }).map((amount) => (amount / 100).toFixed(2));
const moves = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 4000 }), cents), { minLength: 1, maxLength: 12 });

const eventsOf = (told: [boolean, number, string][]): FoldEvent[] =>
  told.map(([isTrade, minute, amount]) => {
    const when = new Date(Date.parse('2026-03-27T09:00:00Z') + minute * 60_000).toISOString();
    return isTrade ? close(when, amount) : mark(when, { floating: amount, count: 1 });
  });

test('what is foretold comes true, over clock changes and whatever was traded', () => {
  let compared = 0;
  fc.assert(
    fc.property(daily, drawdown, moves, (first, second, told) => {
      const compiled = ruleSet({ 'max-daily-loss': [first], 'max-drawdown': [second] });
      const { facts, states } = play(compiled, eventsOf(told), { at: Date.parse('2026-03-27T08:00:00Z') });
      for (const { rule, instance, after_reset } of states) {
        if (!after_reset) continue;
        const then = fold(facts, [clock(new Date(after_reset.at).toISOString())], compiled);
        const state = assess(then.facts, compiled).find((one) => one.rule === rule && one.instance === instance);
        expect({ rule, limit: state?.limit, headroom: state?.headroom }).toEqual({
          rule,
          limit: after_reset.limit,
          headroom: after_reset.headroom,
        });
        compared += 1;
      }
    }),
    { numRuns: 200, seed: 20_261_121 },
  );
  expect(compared).toBeGreaterThan(150);
});
