// What is said to last does last: whenever a batch comes within that time, it finds the very same, whatever the rules and the history. A
// failing run prints its seed.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holdsUntil } from '@/lib/engine/standing-hold';
import { standingPrint } from '@/lib/engine/standing-print';
import { fold, openFacts } from '@/lib/rules/evolve';
import { figuresOf } from '@/lib/rules/figures';
import { EVENT_CLASS, orderKey } from '@/lib/rules/order';
import { ruleOf } from '@/lib/rules/register';
import type { Facts, FoldEvent, RuleSet } from '@/lib/rules/types';
import { at, market, ruleSet, type Rules } from '../rules/account';
import { ALL, histories, opening } from '../rules/every-history';

const DAY_MS = 86_400_000;
/** Every rule that reads no market, in days of other zones and with periods that end within the histories. */
const PLAIN: Rules = {
  ...Object.fromEntries(Object.entries(ALL).filter(([code, [params]]) => !reads(code, params))),
  'max-daily-loss': [{ consequence: 'pause', reset: { tz: 'America/New_York', time: '17:00' } }],
  'max-period': [
    { days: 20, consequence: 'flag' },
    { days: 7, consequence: 'flag' },
  ],
  'risk-per-trade': [{ limit_pct: '0.01', consequence: 'flag' }],
  'max-exposure': [{ max_lots: '3' }],
  'scaling-contracts': [
    {
      levels: [
        ['0.00', 1],
        ['500.00', 3],
      ],
    },
  ],
};
const BANDS = [
  { caution_at: '0.80', critical_at: '0.90' },
  { caution_at: '0.123', critical_at: '0.4567' },
];

function reads(code: string, params: unknown): boolean {
  try {
    return ruleOf(code).readsMarket?.(params) ?? false;
  } catch {
    return true;
  }
}
function told(facts: Facts, rules: RuleSet, now: number) {
  const tick: FoldEvent = { kind: 'clock', at: now, id: 'now', key: orderKey(BigInt(now) * 1000n, EVENT_CLASS.clock, 'now') };
  const { facts: then, raised } = fold(facts, [tick], rules, { checkpoints: false });
  const figures = figuresOf(then, rules);
  const found = raised.filter(({ raised_key }) => raised_key !== tick.key).map(({ rule, breached_at }) => [rule, breached_at]);
  return { then, found, print: standingPrint(1, 'r', then, figures), until: holdsUntil(then, rules, figures, null) };
}

test('an account stands as it was found until the instant that was named', () => {
  let held = 0;
  const later = fc.integer({ min: 0, max: 40 * DAY_MS });
  const shares = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 2, maxLength: 4 });
  fc.assert(
    fc.property(fc.constantFrom(...BANDS), histories, later, shares, (bands, events, after, parts) => {
      const rules = ruleSet(PLAIN, { bands });
      const { facts } = fold(openFacts(opening, rules), events, rules);
      const now = (events.at(-1)?.at ?? opening.at) + after;
      const first = told(facts, rules, now);
      if (first.until === null) return;
      held += 1;
      const last = first.until - 1;
      for (const one of [last, ...parts.map((part) => now + Math.floor(part * (last - now)))]) {
        const again = told(facts, rules, one);
        expect([again.print, again.found]).toEqual([first.print, first.found]);
      }
    }),
    { numRuns: 40 },
  );
  expect(held).toBeGreaterThan(15);
});

test('it ends with the next day, a pause, or the percent by which a deadline comes nearer, and is not known where the market is read', () => {
  const rules = ruleSet({ 'min-trades': [{ min: 5 }] });
  const idle = ruleSet({ inactivity: [{ days: 1, consequence: 'flag' }] });
  const from = at('2026-03-25T23:00');
  const open = (rulesOf: RuleSet) => openFacts({ ...opening, at: from }, rulesOf);
  const until = (rulesOf: RuleSet, pause: number | null, now = from + 1_000) => {
    const { then } = told(open(rulesOf), rulesOf, now);
    return holdsUntil(then, rulesOf, figuresOf(then, rulesOf), pause);
  };
  expect(until(rules, null)).toBe(at('2026-03-26T23:00'));
  expect(until(rules, from + 600_000)).toBe(from + 600_000);
  expect(until(rules, from)).toBe(at('2026-03-26T23:00'));
  // A percent of a day is 864 seconds.
  expect(until(idle, null)).toBe(from + 863_000);
  expect(until(idle, null, from + 863_500)).toBeNull();
  const early = ruleSet({ inactivity: [{ days: 1, consequence: 'flag' }] }, { bands: { caution_at: '0.005', critical_at: '0.90' } });
  expect(until(early, null)).toBe(from + 431_000);
  const elsewhere = ruleSet({ 'max-daily-loss': [{ reset: { tz: 'America/New_York', time: '17:00' } }] });
  expect(until(elsewhere, null)).toBe(at('2026-03-26T21:00'));
  const news = ruleSet({ 'news-window': [{ phases: ['evaluation'] }] });
  const dark = openFacts(opening, news);
  expect(holdsUntil(dark, news, figuresOf(dark, news, market), null)).toBeNull();
});
