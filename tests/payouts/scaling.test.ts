// Whether a funded account may grow: every condition by itself, at its edge and beside it, and the size that comes next.
import { describe, expect, test } from 'vitest';
import { cents } from '@/lib/money';
import { scalingStanding } from '@/lib/payouts/scaling';
import { basisOf, deal, judgement, line, type Case } from './bench';

const NOW = Date.parse('2027-02-01T00:00:00Z');
const PAID = line('paid', 800_000, 1_000_000);
const SCALING = { step_pct: '0.25', of: 'original', months: 4, min_net_profit_pct: '0.10', min_rewards: 1, cap: '200000.00' };
const PROBATION = { trading_days: 2, starts: 'funded', gates: ['scaling'] };
const chain = (more: object = {}) => ({ original_cents: cents(10_000_000), scalings: 0, turned_down_at: null, ...more });
const account = (more: object) => ({ ...basisOf().account, ...more });

/** Four months at 100,000.00, 10,000.00 earned and paid out, nothing open: exactly what is asked for. */
function standing({ earned = 1_000_000, now = NOW, basis = {}, payout = {}, ...more }: Case & { earned?: number } = {}) {
  const grown = { scaling: chain(), payouts: [PAID], feed: { status: 'active', heard_at: now }, ...basis };
  const terms = { scaling: SCALING, min_amount: '100.00', ...payout };
  const judged = judgement({ events: [deal('1', earned, '2026-12-01T10:00:00Z')], ...more, basis: grown, payout: terms, now });
  return scalingStanding(judged, now);
}

test('an account that meets every condition may grow by the share of what it began with', () => {
  expect(standing()).toMatchObject({ refusals: [], next_cents: 12_500_000 });
  expect(standing()?.text).toBe('4 of 4 months; profit 10.00 % of 10 %; 1 of 1 payouts; next size 125000.00 USD');
});

test.each<[string, Parameters<typeof standing>[0], string[]]>([
  ['a second before the month is full in the rule set’s zone', { now: NOW - 1000 }, ['too-few-months']],
  ['a cent short of the profit', { earned: 999_999, basis: { payouts: [line('paid', 799_000, 998_750)] } }, ['profit-too-small']],
  ['a payout on its way counts for none paid', { basis: { payouts: [{ ...PAID, state: 'sent' }] } }, ['too-few-rewards', 'payout-open']],
  ['a payout open', { basis: { payouts: [PAID, line('requested', 0, 0)] } }, ['payout-open']],
  ['probation under way', { payout: { probation: PROBATION } }, ['probation']],
  ['probation that gates payouts only', { payout: { probation: { ...PROBATION, gates: ['payout'] } } }, []],
  ['at the cap', { payout: { scaling: { ...SCALING, cap: '100000.00' } } }, ['at-cap']],
  ['blocked', { basis: { account: account({ status: 'blocked' }) } }, ['not-funded']],
  [
    'paused by a rule',
    { basis: { account: account({ trading_off_reason: 'rule-pause', trading_off_until: '2027-02-01T00:00:01Z' }) } },
    ['trading-off'],
  ],
  [
    'a pause that is over',
    { basis: { account: account({ trading_off_reason: 'rule-pause', trading_off_until: '2027-01-31T23:00:00Z' }) } },
    [],
  ],
  ['the trader disabled', { basis: { trader: { ...basisOf().trader, is_active: false } } }, ['trader-disabled']],
  ['a silent feed', { basis: { feed: { status: 'active', heard_at: NOW - 5 * 86_400_000 } } }, ['feed-stale']],
  ['a question open', { basis: { questions: ['data'] } }, ['unresolved']],
  ['the minimum left to be paid out', { earned: 1_012_500 }, ['money-left']],
  ['a cent less than the minimum left', { earned: 1_012_498 }, []],
  ['more paid than earned', { basis: { payouts: [line('paid', 880_000, 1_100_000)] } }, ['owed-back']],
  ['turned down within the month', { basis: { scaling: chain({ turned_down_at: Date.parse('2027-01-02T00:00:00Z') }) } }, ['turned-down']],
  ['turned down a month ago', { basis: { scaling: chain({ turned_down_at: Date.parse('2027-01-01T23:00:00Z') }) } }, []],
])('%s', (_, more, refusals) => {
  expect(standing(more)?.refusals).toEqual(refusals);
});

test('an open position, and one nobody can tell, stand in the way', () => {
  const opened = { kind: 'position-opened', key: '', at: 0, id: 'p', position_id: 'p', symbol: 'EURUSD', side: 'buy', volume: '1' };
  const judged = judgement({ basis: { scaling: chain() }, payout: { scaling: SCALING } });
  const open = { ...judged, facts: { ...judged.facts, positions: { p: opened as never } } };
  expect(scalingStanding(open, NOW)?.refusals).toContain('open-positions');
  const untold = { ...judged, facts: { ...judged.facts, unlisted_open: null } };
  expect(scalingStanding(untold, NOW)?.conditions.find((one) => one.check === 'open-positions')?.state).not.toBe('passed');
});

describe('the size that comes next', () => {
  test('is told from the first one, however often it has grown, and never beyond the cap', () => {
    const grown = (scalings: number) => standing({ basis: { scaling: chain({ scalings }) } })?.next_cents;
    expect([0, 1, 2, 3, 4].map(grown)).toEqual([12_500_000, 15_000_000, 17_500_000, 20_000_000, 20_000_000]);
  });

  test('is none where the account has reached the cap, and the words say so', () => {
    const grown = account({ initial_balance_cents: 20_000_000 });
    const told = standing({
      earned: 2_000_000,
      basis: { account: grown, scaling: chain({ scalings: 4 }), payouts: [line('paid', 1_600_000, 2_000_000)] },
    });
    expect(told?.refusals).toEqual(['at-cap']);
    expect(told?.text).toContain('the largest size is reached');
  });
});

test('rules without scaling and accounts that have ended stand nowhere', () => {
  expect(standing({ payout: { scaling: undefined } })).toBeNull();
  expect(standing({ basis: { account: account({ status: 'closed' }) } })).toBeNull();
});
