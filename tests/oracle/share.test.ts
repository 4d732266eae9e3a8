// Consistency by the judge and by the oracle, which share no code: the same best share and the same flagged winners over random histories.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cents } from '@/lib/money';
import { assess } from '@/lib/rules/assess';
import { fold, openFacts } from '@/lib/rules/evolve';
import { EVENT_CLASS, orderKey } from '@/lib/rules/order';
import type { FoldEvent } from '@/lib/rules/types';
import { count, hold } from '../properties/replay';
import { ruleSet } from '../rules/account';
import { shareOracle, type ShareEvent, type ShareRules } from './share-oracle';

const START = Date.parse('2026-01-05T08:00:00Z');
const INITIAL = 10_000_000;

const rulesOf: fc.Arbitrary<ShareRules> = fc
  .record({
    unit: fc.constantFrom('day', 'trade'),
    bps: fc.oneof(fc.constantFrom(2_000n, 2_500n, 5_000n, 10_000n), fc.bigInt({ min: 500n, max: 10_000n })),
    op: fc.constantFrom('lt', 'lte'),
    denominator: fc.constantFrom('net_total', 'sum_positive', 'profit_target'),
    targetBps: fc.bigInt({ min: 50n, max: 2_000n }),
    window: fc.constantFrom('all', 'since_last_payout'),
    minWinners: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ targetBps, ...rules }) => ({ ...rules, target: (BigInt(INITIAL) * targetBps) / 10_000n }) as ShareRules);
const step = fc.record({
  minutes: fc.oneof(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 2000 })),
  kind: fc.constantFrom('slice', 'slice', 'slice', 'slice', 'slice', 'payout'),
  // Round amounts meet thresholds exactly.
  net: fc.oneof(
    fc.integer({ min: -5, max: 9 }).map((n) => n * 10_000),
    fc.integer({ min: -90_000, max: 120_000 }),
  ),
  position: fc.nat(3),
  ends: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function historyOf(steps: readonly Step[]): ShareEvent[] {
  let at = START;
  // A closed position does not trade again, so its place goes to a new one.
  const turn = [0, 0, 0, 0];
  return steps.map(({ minutes, kind, net, position, ends }) => {
    at += minutes * 60_000;
    const name = `${position}-${turn[position] ?? 0}`;
    if (ends && kind === 'slice') turn[position] = (turn[position] ?? 0) + 1;
    return { at, kind: kind as ShareEvent['kind'], net: BigInt(kind === 'slice' ? net : Math.abs(net) + 1), position: name, ends };
  });
}

function toEvent({ at, kind, net, position, ends }: ShareEvent, index: number): FoldEvent {
  const eventClass = kind === 'slice' ? EVENT_CLASS.deal : EVENT_CLASS.payout;
  const base = { at, id: `${index}`, key: orderKey(BigInt(at) * 1000n, eventClass, `${index}`) };
  const amount = cents(Number(net));
  if (kind === 'payout') return { ...base, kind: 'payout', amount_cents: amount };
  const trade = { position_id: position, symbol: 'EURUSD', side: 'buy' as const, volume: '1', opened_at: null, is_final: ends };
  return { ...base, kind: 'deal', booked_cents: amount, net_cents: amount, ...trade };
}

const fraction = (bps: bigint): string => `${bps / 10_000n}.${(bps % 10_000n).toString().padStart(4, '0')}`;

function judge(rules: ShareRules, events: readonly ShareEvent[]) {
  const threshold = fraction(rules.bps);
  const { unit, op, denominator, window } = rules;
  const written = { unit, threshold, op, denominator, window, running: { op, min_winning_trades: rules.minWinners } };
  const target = { target_pct: fraction((rules.target * 10_000n) / BigInt(INITIAL)) };
  const compiled = ruleSet({ consistency: [written], 'profit-target': [target] }, { reset: { tz: 'UTC', time: '00:00' } });
  const opening = { at: START, balance_cents: cents(INITIAL), is_funded: true };
  const { facts, raised } = fold(openFacts(opening, compiled), events.map(toEvent), compiled);
  const standing = assess(facts, compiled).find(({ rule }) => rule === 'consistency');
  return { outcome: standing?.outcome, flagged: raised.filter(({ rule }) => rule === 'consistency').map(({ subject }) => subject) };
}

it('best share and running share are the same by the judge and by the oracle', () => {
  hold(
    'oracle of the shares',
    500,
    [rulesOf, fc.array(step, { maxLength: 30 })],
    (seen, rules, steps) => {
      const events = historyOf(steps);
      const { outcome, flagged, best, total } = shareOracle(rules, events);
      if (best > 0n && best * 10_000n === total * rules.bps) count(seen, 'exactly at the threshold');
      expect(judge(rules, events)).toEqual({ outcome, flagged });
      count(seen, outcome);
      if (flagged.length > 0) count(seen, 'flagged');
    },
    ['met', 'not_met', 'no_data', 'flagged', 'exactly at the threshold'],
  );
});
