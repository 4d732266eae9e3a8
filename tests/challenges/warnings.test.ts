// What publishing warns of: a living stricter than its tests, shares that hang on the order of wins, and numbers grown old.
import { describe, expect, test } from 'vitest';
import { stricterWarnings } from '@/lib/challenges/stricter';
import { publishingWarnings } from '@/lib/challenges/warnings';
import { findPreset } from '@/lib/rules/presets/register';
import { compileRuleSet } from '@/lib/rules/rule-set';
import type { RuleSet } from '@/lib/rules/types';

const TODAY = '2026-11-21';
function ruleSet(rules: Record<string, unknown>, more: Record<string, unknown> = {}): RuleSet {
  const header = {
    format: 'rule-set/1',
    code: 'house',
    version: 1,
    currency: 'USD',
    initial_balance: '100000.00',
    reset: { tz: 'UTC', time: '00:00' },
  };
  const compiled = compileRuleSet({ ...header, rules, ...more });
  if (!compiled.ok) throw new Error(compiled.refusal.message);
  return compiled.value;
}
const daily = (more: Record<string, unknown> = {}) => ({ 'max-daily-loss': [{ limit: { pct: '0.05', of: 'initial' }, ...more }] });
const phase = (name: string, is_live: boolean, rules: Record<string, unknown>) => ({ phase: name, is_live, ruleSet: ruleSet(rules) });
const between = (live: Record<string, unknown>, tested: Record<string, unknown>) =>
  stricterWarnings(phase('Live', true, live), [phase('Phase 1', false, tested)]);

describe('a live phase against its test', () => {
  test('the same limits, or looser ones, are nothing to warn of', () => {
    expect(between(daily(), daily())).toEqual([]);
    expect(between(daily({ limit: { pct: '0.06', of: 'initial' } }), daily())).toEqual([]);
  });
  test('a smaller allowance is told with both amounts, however each was written', () => {
    expect(between(daily({ limit: { abs: '4500.00' } }), daily())).toEqual([
      'Live is stricter than Phase 1: max-daily-loss, 4,500.00 against 5,000.00.',
    ]);
  });
  test('touching, a floor that follows, a smaller share and a rule of its own are told', () => {
    expect(between(daily({ touch_is_breach: true }), daily({ touch_is_breach: false }))[0]).toContain('touching the floor breaks it');
    const floor = (mode: string) => ({ 'max-drawdown': [{ mode, amount: { pct: '0.10', of: 'initial' } }] });
    expect(between(floor('trailing_eod_balance'), floor('static'))[0]).toContain('its floor follows the account');
    const share = (threshold: string) => ({ consistency: [{ threshold }] });
    expect(between(share('0.30'), share('0.40'))[0]).toContain('consistency, 30.00 % against 40.00 %');
    const days = (min_days: number) => ({ 'min-trading-days': [{ min_days, count_by: 'close' }] });
    expect(between(days(5), days(3))[0]).toContain('5 against 3');
    expect(between(days(3), days(5))).toEqual([]);
    expect(between({ ...daily(), 'lot-size': [{ max_lots: '5' }] }, daily())).toEqual([
      'Live is stricter than Phase 1: lot-size, which the test does not have.',
    ]);
  });
  test('a gate that only the living has is told, and so is a graver consequence', () => {
    expect(between({ 'min-trades': [{ min: 10 }] }, {})).toEqual([
      'Live is stricter than Phase 1: min-trades, which the test does not have.',
    ]);
    const scalping = { 'tick-scalping': [{ min_s: 120, max_short_profit_share: '0.50' }] };
    expect(between({ ...daily(), ...scalping }, daily())).toEqual([
      'Live is stricter than Phase 1: tick-scalping, which the test does not have.',
    ]);
    expect(between(daily({ consequence: 'fail' }), daily({ consequence: 'pause' }))).toEqual([
      'Live is stricter than Phase 1: max-daily-loss, fail against pause when it is broken.',
    ]);
    expect(between(daily({ consequence: 'pause' }), daily({ consequence: 'fail' }))).toEqual([]);
  });
  const hours = (to: string, more: object = {}) => ({ tz: 'UTC', windows: [{ days: [1, 2, 3, 4, 5], from: '08:00', to }], ...more });
  const news = (more: object = {}) => ({ phases: ['evaluation'], instruments_by_event: { cpi: ['*USD*'] }, ...more });
  test.each([
    ['news-window', news({ before_s: 300 }), news(), 'seconds before a release 300 against 120'],
    ['news-window', news(), news({ edges: 'exclusive' }), 'its edges belong to the window'],
    ['news-window', news({ instruments_by_event: { cpi: ['*USD*', 'XAU*'] } }), news(), 'it also targets XAU* at cpi'],
    ['news-window', news(), news({ phases: ['funded'] }), 'which the test does not have'],
    ['trading-hours', hours('16:00'), hours('17:00'), '300 minutes of the week are closed'],
    ['trading-hours', hours('17:00', { applies_to: 'open_and_close' }), hours('17:00'), 'closing counts too'],
    ['trading-hours', hours('17:00'), hours('17:00', { exempt_symbols: ['BTCUSD'] }), 'it spares BTCUSD no longer'],
    ['revenge-trading', { mult: '1.25' }, {}, 'a step from lots times 1.25 against 1.5'],
    ['revenge-trading', { window_s: 600 }, {}, 'seconds after a loss 600 against 300'],
    ['revenge-trading', {}, { min_steps: 3 }, 'steps in a row 1 against 3'],
    ['stop-loss-required', { sl_within_s: 60 }, {}, 'seconds to set a stop 60 against 180'],
    ['stop-loss-required', { max_risk_pct: '0.01' }, {}, 'planned risk of at most 0.01 against 0.02'],
    ['ea-trading', { allowed: false }, {}, 'machines are not allowed'],
    ['ea-trading', { max_requests_per_day: 100 }, {}, 'which the test does not limit'],
    ['tick-scalping', { min_s: 120, max_short_count_share: '0.5' }, { min_s: 60, max_short_count_share: '0.5' }, 'seconds to hold 120'],
  ])('%s is compared by what it asks: %j against %j', (rule, live, tested, words) => {
    const told = between({ [rule]: [live] }, { [rule]: [tested] });
    expect(told).toEqual([expect.stringContaining(words)]);
    expect(between({ [rule]: [tested] }, { [rule]: [live] }).join()).not.toContain(words);
    expect(between({ [rule]: [live] }, { [rule]: [live] })).toEqual([]);
  });
  test('it is told to whoever publishes the test as well, and two tests are not compared', () => {
    const test1 = phase('Phase 1', false, daily());
    const tight = phase('Live', true, daily({ limit: { abs: '1.00' } }));
    expect(stricterWarnings(test1, [tight, phase('Phase 2', false, daily({ limit: { abs: '1.00' } }))])).toHaveLength(1);
  });
});

const warned = (rules: RuleSet, sources: unknown = [], today = TODAY) =>
  publishingWarnings({ phase: 'Phase 1', is_live: false, ruleSet: rules, sources }, [], today);

test('a running share that may stop an account is told, and one that only flags is not', () => {
  const running = (consequence: string, min = 1) =>
    ruleSet({ consistency: [{ threshold: '0.50', running: { consequence, min_winning_trades: min } }] });
  expect(warned(running('flag'))).toEqual([]);
  expect(warned(running('fail'))[0]).toMatch(/may fail an account by the order.*At its first win/);
  expect(warned(running('pause', 4))).toEqual([expect.not.stringContaining('first win')]);
});

test('what begins anew at a larger account, and every sum that stays as written, is told in one sentence where accounts grow', () => {
  const scaling = { step_pct: '0.25', months: 4, cap: '2000000.00' };
  const shares = { ...daily(), 'max-drawdown': [{ mode: 'trailing_eod_balance', lock: { offset: '0' } }] };
  expect(warned(ruleSet(shares, { payout: { split: '0.80', scaling } }))).toEqual([]);
  const counted = {
    tiers: [
      ['10000.00', '0.80'],
      [null, '0.90'],
    ],
    first_payout_max: '1000.00',
  };
  const probation = (starts: string) => ({ trading_days: 10, starts, gates: ['payout'] });
  expect(warned(ruleSet(shares, { payout: { ...counted, probation: probation('funded') } }))).toEqual([]);
  expect(warned(ruleSet(shares, { payout: { scaling, probation: probation('soft_breach') } }))).toEqual([]);
  expect(warned(ruleSet(shares, { payout: { ...counted, scaling, probation: probation('funded') } }))).toEqual([
    'An account that grows is followed by a larger one, and there payout.tiers, payout.first_payout_max, payout.probation begin anew.',
  ]);
  const sums = {
    ...daily({ limit: { abs: '4500.00' } }),
    'max-drawdown': [
      { mode: 'trailing_eod_balance', amount: { abs: '6000.00' }, lock: { offset: '100.00' }, stop_trailing_at_peak: '110000.00' },
    ],
    'scaling-contracts': [
      {
        levels: [
          ['0', 3],
          ['2000.00', 5],
        ],
      },
    ],
  };
  const [told, ...more] = warned(ruleSet(sums, { payout: { scaling, first_payout_max: '1000.00' } }));
  expect(more).toEqual([]);
  expect(told).toContain('there payout.first_payout_max begins anew, and rules.max-daily-loss[0].limit.abs, ');
  for (const name of ['amount.abs', 'lock.offset', 'stop_trailing_at_peak']) expect(told).toContain(`rules.max-drawdown[0].${name}`);
  expect(told).toMatch(/rules\.scaling-contracts\[0\]\.levels stay the sums written here\.$/);
});

test('a preset read more than 90 days ago is told with its date, numbers of a set of its own by their count', () => {
  const made = findPreset('ftmo-style-2-step')?.make({ size: '100000.00' });
  const compiled = compileRuleSet(made);
  if (!compiled.ok || !made) throw new Error('no preset');
  expect(warned(compiled.value, made.sources)).toEqual([]);
  const late = warned(compiled.value, made.sources, '2027-03-01');
  expect(late).toHaveLength(2);
  expect(late.join(' ')).toContain('The preset ftmo-style-2-step was read on 2026-11-20');
});
