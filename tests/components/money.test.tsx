// @vitest-environment jsdom
// Money is written from whole minor units, exactly, with a true minus and never with a colour.
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { Money } from '@/components/ui/money';
import { moneyText } from '@/components/ui/money-text';

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
