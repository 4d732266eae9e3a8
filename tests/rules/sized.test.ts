// A scaled account is judged by shares of its own initial balance, under the document it was sold with.
import { expect, test } from 'vitest';
import { cents } from '@/lib/money';
import { assess } from '@/lib/rules/assess';
import { openFacts } from '@/lib/rules/evolve';
import { sizedRules } from '@/lib/rules/sized';
import { ruleSet } from './account';

const RULES = {
  'max-daily-loss': [{ limit: { pct: '0.05', of: 'initial' } }],
  'max-drawdown': [{ mode: 'static', amount: { pct: '0.10', of: 'initial' }, lock: null, payout_effect: 'none' }],
  'profit-target': [{ target_pct: '0.08' }],
};

test('every limit that is a share of the initial balance is one of the larger size', () => {
  const sized = sizedRules(ruleSet(RULES), cents(12_500_000));
  const states = assess(openFacts({ at: 0, balance_cents: cents(12_500_000) }, sized), sized);
  expect(Object.fromEntries(states.map(({ rule, allowance }) => [rule, allowance]))).toEqual({
    'max-daily-loss': 625_000,
    'max-drawdown': 1_250_000,
    'profit-target': 1_000_000,
  });
  expect(sized.header.profit_target_cents).toBe(1_000_000);
});

test('the size it was written for, and one that begins at zero, are the document itself', () => {
  const written = ruleSet(RULES);
  expect(sizedRules(written, written.header.initial_cents)).toBe(written);
  expect(sizedRules(written, cents(0))).toBe(written);
  expect(sizedRules(written, cents(12_500_000))).toBe(sizedRules(written, cents(12_500_000)));
});
