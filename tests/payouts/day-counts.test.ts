// The days an account has to wait or to trade, as the office and the trader are told them.
import { expect, test } from 'vitest';
import { dayCountText, payoutDayCounts, probationCount, ruleDayCounts, type DayCount } from '@/lib/payouts/day-counts';
import type { Probation } from '@/lib/payouts/probation';
import type { RuleState } from '@/lib/rules/types';

const RESET = { tz: 'America/New_York', time: '17:00' } as const;
const at = (text: string) => Date.parse(text);
const probation = (starts: Probation['starts'], gates: string[] = ['payout', 'scaling']): Probation => ({ trading_days: 3, starts, gates });
const grounds = { fundedAt: at('2026-11-02T15:00:00Z'), softBreaches: [], openings: [] };

test('probation from funding counts days that are over and had an opening', () => {
  const openings = ['2026-11-02T16:00:00Z', '2026-11-02T17:00:00Z', '2026-11-03T16:00:00Z', '2026-11-04T16:00:00Z'].map(at);
  const count = (now: string) => probationCount(probation('funded'), { ...grounds, openings }, at(now), RESET);
  expect(count('2026-11-02T21:59:59Z')?.done).toBe(0);
  expect(count('2026-11-02T22:00:00Z')?.done).toBe(1);
  expect(count('2026-11-04T22:00:00Z')).toEqual({ kind: 'probation', done: 3, of: 3, gates: ['payout', 'scaling'], starts: 'funded' });
});

test('a soft breach begins it anew, and without one there is none', () => {
  const none = { ...grounds, openings: [at('2026-11-03T16:00:00Z')] };
  expect(probationCount(probation('soft_breach'), none, at('2026-11-05T00:00:00Z'), RESET)).toBeNull();
  const breached = { ...none, softBreaches: [at('2026-11-03T15:00:00Z'), at('2026-11-04T15:00:00Z')] };
  expect(probationCount(probation('soft_breach'), breached, at('2026-11-04T12:00:00Z'), RESET)?.done).toBe(1);
  expect(probationCount(probation('soft_breach'), breached, at('2026-11-05T00:00:00Z'), RESET)?.done).toBe(0);
  expect(probationCount(null, breached, 0, RESET)).toBeNull();
  expect(probationCount(probation('funded'), { ...grounds, fundedAt: null }, at('2026-11-05T00:00:00Z'), RESET)).toBeNull();
});

test('the days a payout or a pass asks for are those its checks and rules measured', () => {
  const checks = [
    { check: 'too-few-days', state: 'failed' as const, measured: '2', required: '5' },
    { check: 'kyc', state: 'passed' as const, measured: 'approved', required: 'approved' },
  ];
  expect(payoutDayCounts(checks)).toEqual([{ kind: 'trading-days', done: 2, of: 5, gates: ['payout'], starts: null }]);
  const state = { rule: 'min-trading-days', limit: 4, measured: null, consequence: 'payout_gate' } as unknown as RuleState;
  expect(ruleDayCounts([state], false)).toEqual([{ kind: 'trading-days', done: null, of: 4, gates: ['pass'], starts: null }]);
  expect(ruleDayCounts([state], true)[0]?.gates).toEqual(['payout']);
});

test('in words: how many are left and what waits', () => {
  const count: DayCount = { kind: 'probation', done: 3, of: 10, gates: ['payout', 'scaling'], starts: 'funded' };
  expect(dayCountText(count)).toBe('3 of 10 trading days done; 7 left until payouts and scaling open. Counted from funding.');
  expect(dayCountText({ ...count, done: 10, gates: ['payout'], starts: null })).toBe(
    'All 10 trading days are done; payouts no longer wait for them.',
  );
  expect(dayCountText({ ...count, kind: 'winning-days', gates: ['pass'], starts: null })).toBe(
    '3 of 10 winning days done; 7 left until the pass opens.',
  );
  expect(dayCountText({ ...count, done: null, starts: null })).toContain('is not known');
});
