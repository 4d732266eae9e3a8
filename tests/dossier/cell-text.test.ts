// On paper a floor is an amount under its rule's name: cents beside amounts read as a hundred times as much.
import { expect, test } from 'vitest';
import { cellText } from '@/components/dossier/cell-text';

test('the floors of a day are amounts, each under the name of its rule', () => {
  const floors = { 'max-drawdown#0': 9_000_000, 'max-daily-loss#1': 9_500_050 };
  expect(cellText('floors', floors, 'USD')).toBe('Maximum drawdown: 90,000.00, Daily loss (2): 95,000.50');
  expect(cellText('floors', {}, 'USD')).toBe('');
});

test('what was decided is told in amounts, measures and times of the paper, and not as it is stored', () => {
  const verdict = {
    rule: 'max-daily-loss',
    measured: 9_496_000,
    threshold: 9_500_000,
    unit: 'cents',
    breached_at: '2026-11-18T14:00:00.5+00:00',
  };
  expect(cellText('data', { ...verdict, message: 'Equity fell at 2026-11-18T14:00:00.500Z.' }, 'USD')).toBe(
    'rule: max-daily-loss, measured: $94,960.00, threshold: $95,000.00, breached at: 18 Nov 2026, 14:00:00, ' +
      'message: Equity fell at 18 Nov 2026, 14:00:00 UTC.',
  );
  expect(cellText('data', { counts: { trade: 2 }, net_cents: -504_000, late: false, told: ['a'] }, 'USD')).toBe(
    'counts: (trade: 2), net: \u22125,040.00, late: no, told: ["a"]',
  );
  expect(cellText('data', { measured: 3, unit: 'count' }, 'USD')).toBe('measured: 3');
});
