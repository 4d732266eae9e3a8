// What publishing refuses, by its path, and what a compiled document means.
import { describe, expect, it } from 'vitest';
import { compileRuleSet } from '@/lib/rules/rule-set';
import { RULES } from '@/lib/rules/register';
import { usd } from './account';

const document = (rules: Record<string, unknown>, extra: Record<string, unknown> = {}) => ({
  format: 'rule-set/1',
  code: 'house',
  version: 1,
  currency: 'USD',
  initial_balance: '100000.00',
  reset: { tz: 'Europe/Prague', time: '00:00' },
  rules,
  ...extra,
});
const refusal = (input: unknown) => {
  const compiled = compileRuleSet(input);
  return compiled.ok ? null : compiled.refusal.path;
};

describe('compileRuleSet', () => {
  it('fills in what rule sets leave out', () => {
    const compiled = compileRuleSet(document({ 'profit-target': [{ target_pct: '0.0833333333' }], 'max-daily-loss': [{}] }));
    expect(compiled.ok && compiled.value.header).toMatchObject({
      minor_digits: 2,
      pass_mode: 'review',
      profit_target_cents: usd('8333.34'),
    });
    expect(compiled.ok && compiled.value.instances.map(({ rule, consequence }) => [rule, consequence])).toEqual([
      ['max-daily-loss', 'fail'],
      ['profit-target', 'payout_gate'],
    ]);
  });

  it.each([
    ['an unknown key', { 'max-daily-loss': [{ limitt: {} }] }, 'rules.max-daily-loss[0]'],
    ['an unknown rule', { 'max-daily-win': [{}] }, 'rules.max-daily-win'],
    ['a share above 1', { 'max-daily-loss': [{ limit: { pct: '1.01', of: 'initial' } }] }, 'rules.max-daily-loss[0].limit.pct'],
    ['a share of zero', { consistency: [{ threshold: '0' }] }, 'rules.consistency[0].threshold'],
    ['an offset for a zone', { 'max-daily-loss': [{ reset: { tz: '+03:00', time: '00:00' } }] }, 'rules.max-daily-loss[0].reset.tz'],
    ['a lock on a static floor', { 'max-drawdown': [{ lock: { offset: '0.00' } }] }, 'rules.max-drawdown[0].lock'],
    [
      'a peak cap on a static floor',
      { 'max-drawdown': [{ stop_trailing_at_peak: '1.00' }] },
      'rules.max-drawdown[0].stop_trailing_at_peak',
    ],
    ['a share of the peak on a static floor', { 'max-drawdown': [{ amount: { pct: '0.1', of: 'hwm' } }] }, 'rules.max-drawdown[0].amount'],
    [
      'a shrinking allowance on a trail',
      { 'max-drawdown': [{ mode: 'trailing_eod_balance', payout_effect: 'allowance_minus_trader_share' }] },
      'rules.max-drawdown[0].payout_effect',
    ],
  ])('refuses %s', (_name, rules, path) => {
    expect(refusal(document(rules))).toBe(path);
  });

  it('refuses a pause without a reset, and takes one of its own', () => {
    const pause = (instance: Record<string, unknown>) =>
      document({ 'max-daily-loss': [{ consequence: 'pause', ...instance }] }, { reset: undefined });
    expect(refusal(pause({}))).toBe('rules.max-daily-loss[0]');
    expect(refusal(pause({ reset: { tz: 'America/Chicago', time: '17:00' } }))).toBeNull();
    expect(refusal(document({ 'max-daily-loss': [{}] }, { reset: undefined }))).toBeNull();
  });

  it('refuses unknown keys of the header and of the payout', () => {
    expect(refusal(document({}, { surprise: 1 }))).toBeUndefined();
    expect(refusal(document({}, { payout: { spilt: '0.8' } }))).toBe('payout');
    expect(
      refusal(document({}, { payout: { split: '0.80', first_after_days: 14, tz: 'Europe/Prague', min_amount: '100.00' } })),
    ).toBeNull();
  });

  it('names every rule once', () => {
    expect(new Set(RULES.map(({ code }) => code)).size).toBe(RULES.length);
  });
});
