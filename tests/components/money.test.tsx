// @vitest-environment jsdom
// Money is written from whole minor units, exactly, with a true minus and never with a colour.
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { PayoutChecks } from '@/components/payouts/payout-checks';
import { Money } from '@/components/ui/money';
import { moneyText } from '@/components/ui/money-text';
import { toldChecks } from '@/lib/payouts/told';

afterEach(cleanup);

test.each([
  [125_000, 'USD', {}, '$1,250.00'],
  [-1230, 'USD', {}, '\u2212$12.30'],
  [0, 'USD', { signed: true }, '$0.00'],
  [-0, 'USD', {}, '$0.00'],
  [5, 'EUR', { signed: true }, '+€0.05'],
  [123_456, 'JPY', {}, '¥123,456'],
  [-5, 'USD', { bare: true }, '\u22120.05'],
  [123_456_789, 'USDT', { digits: 2 }, '1,234,567.89 USDT'],
  [Number.MAX_SAFE_INTEGER, 'USD', {}, '$90,071,992,547,409.91'],
])('%i of %s reads %s %s', (cents, currency, options, text) => {
  expect(moneyText(cents, currency, options)).toBe(text);
});

test('a sum that nobody reported is said to be not known, never zero', () => {
  render(<Money cents={null} currency="USD" />);
  expect(screen.getByText('not known')).toBeTruthy();
});

test('figures carry the class of figures, for equal widths in a column', () => {
  render(<Money cents={100} currency="USD" />);
  expect(screen.getByText('$1.00').className).toContain('num');
});

test('what a payout asks for shows its sums as every page does, and which way each is bounded', () => {
  const sum = { check: 'below-minimum', state: 'failed' as const, measured: '50.00', required: '1100.00', unit: 'money' as const };
  const dated = {
    check: 'beneficiary-cool-off',
    state: 'passed' as const,
    measured: '2026-11-01T09:00:00Z',
    required: '2026-11-03T09:00:00Z',
  };
  const { container } = render(<PayoutChecks checks={toldChecks([dated, sum], 'EUR')} currency="EUR" />);
  expect([...container.querySelectorAll('li')].map((line) => line.textContent)).toEqual([
    '▲ Not keptAt least the minimum amount€50.00, at least €1,100.00',
    '● KeptThe destination has been known long enoughknown since 2026-11-01 09:00 UTC, payable from 2026-11-03 09:00 UTC',
  ]);
});
