// On paper a floor is an amount under its rule's name: cents beside amounts read as a hundred times as much.
import { expect, test } from 'vitest';
import { cellText } from '@/components/dossier/cell-text';

test('the floors of a day are amounts, each under the name of its rule', () => {
  const floors = { 'max-drawdown#0': 9_000_000, 'max-daily-loss#1': 9_500_050 };
  expect(cellText('floors', floors, 'USD')).toBe('Maximum drawdown: 90,000.00, Daily loss (2): 95,000.50');
  expect(cellText('floors', {}, 'USD')).toBe('');
});
