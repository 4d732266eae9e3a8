// The catalogue says what would keep an order from being delivered or an account from being judged.
import { expect, test } from 'vitest';
import { catalogue } from '@/lib/challenges/catalogue';
import type { ChallengeSold, RuleSetRow } from '@/lib/challenges/read';
import { compileRuleSet } from '@/lib/rules/rule-set';
import { ftmoStyle2Step } from '@/lib/rules/presets/ftmo-style-2-step';

const TODAY = '2026-11-21';
const sold: ChallengeSold = {
  id: 'c1',
  title: 'Classic',
  steps: 1,
  kind: 'classic',
  product_id: 'p1',
  account_size_cents: 10_000_000,
  currency: 'USD',
  price_cents: 50_000,
  connection_id: null,
  profit_split_bps: 8000,
  phases: [
    { id: 'a1', name: 'Phase 1', position: 1, is_live: false },
    { id: 'a2', name: 'Live', position: 2, is_live: true },
  ],
};
const version = (phase_id: string, more: Partial<RuleSetRow> = {}) =>
  ({
    id: `r-${phase_id}`,
    phase_id,
    challenge_type_id: 'c1',
    code: 'house',
    version: 2,
    is_in_force: true,
    accounts_running: 3,
    ...more,
  }) as RuleSetRow;

test('a challenge whose phases all have rules in force warns of nothing and counts its running accounts', () => {
  const older = version('a1', { id: 'r-old', version: 1, is_in_force: false, accounts_running: 4 });
  const [row] = catalogue([sold], [version('a1'), version('a2'), older], [], TODAY);
  expect(row).toMatchObject({ warnings: [], running: 10 });
  expect(row?.phases.map(({ inForce }) => inForce?.id)).toEqual(['r-a1', 'r-a2']);
});

test('no product id, a missing step and a phase without rules are each told', () => {
  const [row] = catalogue([{ ...sold, product_id: null, steps: 2 }], [version('a1')], [], TODAY);
  expect(row?.warnings).toEqual([
    'No product id: an order for it cannot be matched.',
    'It is sold with 2 steps and has 1 to pass.',
    'Live has no rules in force, so no account can be opened in it.',
  ]);
});

test('a live phase that is stricter than its test is told once, with both numbers', () => {
  const made = ftmoStyle2Step.make({ size: '100000.00', phase: 'evaluation' });
  const rules = (pct: string) => {
    const compiled = compileRuleSet({ ...made, code: 'house', rules: { 'max-daily-loss': [{ limit: { pct, of: 'initial' } }] } });
    if (!compiled.ok) throw new Error(compiled.refusal.message);
    return compiled.value;
  };
  const inForce = [
    { phase_id: 'a1', phase: 'Phase 1', is_live: false, ruleSet: rules('0.05'), sources: [] },
    { phase_id: 'a2', phase: 'Live', is_live: true, ruleSet: rules('0.04'), sources: [] },
  ];
  const [row] = catalogue([sold], [version('a1'), version('a2')], inForce, TODAY);
  expect(row?.warnings).toEqual(['Live is stricter than Phase 1: max-daily-loss, 4,000.00 against 5,000.00.']);
});
