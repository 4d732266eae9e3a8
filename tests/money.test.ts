// Money is whole minor units: rounded once, half to even, and printed with exactly its decimals.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ratioText, rational } from '@/lib/decimal';
import { cents, formatMoney, parseMoney, shareOf, spellMoney } from '@/lib/money';

describe('parseMoney', () => {
  it.each([
    ['12.345', 2, 1234],
    ['12.355', 2, 1236],
    ['-12.345', 2, -1234],
    ['-0.005', 2, 0],
    ['1e-7', 8, 10],
    ['1.5', 0, 2],
    ['2.5', 0, 2],
    ['.5', 2, 50],
    ['100', 2, 10000],
  ])('%s with %i decimals is %i', (text, digits, expected) => {
    const value = parseMoney(text, digits);
    expect(value).toBe(expected);
    expect(Object.is(value, -0)).toBe(false);
  });

  it.each(['', '.', 'abc', '1,000.00', '0x10', 'NaN', '99999999999999999'])('%j is no amount', (text) => {
    expect(parseMoney(text, 2)).toBeNull();
  });

  it('comes back from its own print', () => {
    fc.assert(
      fc.property(
        fc.maxSafeInteger(),
        fc.integer({ min: 0, max: 8 }),
        (value, digits) => parseMoney(formatMoney(cents(value), digits), digits) === value,
      ),
    );
  });
});

describe('printing', () => {
  it('uses an ASCII minus and exactly its decimals', () => {
    expect(formatMoney(cents(-1230), 2)).toBe('-12.30');
    expect(formatMoney(cents(-5), 2)).toBe('-0.05');
    expect(formatMoney(cents(7), 0)).toBe('7');
    expect(spellMoney(cents(-123456789), 2)).toBe('-1,234,567.89');
  });

  it('rounds shares on purpose', () => {
    expect(shareOf(cents(99999), rational('0.8'), 'floor')).toBe(79999);
    expect(shareOf(cents(-5), rational('0.5'), 'floor')).toBe(-3);
    expect(ratioText(1n, 3n, 6)).toBe('0.333333');
  });
});
