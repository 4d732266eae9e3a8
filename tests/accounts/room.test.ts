// Room in lots: the worked figures of the judge's own arithmetic, reached from what an account page knows.
import { expect, test } from 'vitest';
import { roomInLots, sizedIn } from '@/lib/accounts/room';

const room = { headroom_cents: 420_000, allowance_cents: 500_000, digits: 2 };
const forex = { code: 'EURUSD', class: 'forex', contract_size: '100000', quote_currency: 'USD' };

test('room of 4,200 above an allowance of 5,000 and a stop of 20 pips is 18.50 lots, with a tenth kept back', () => {
  const sized = sizedIn('USD', forex, new Map());
  expect(sized).toEqual({ code: 'EURUSD', per_unit: '100000', step: '0.01', unit: 'lots' });
  expect(roomInLots(room, sized, '0.0020')).toBe('18.50');
});

test('contracts are whole, and room of 1,500 with a stop of ten points at 50 is two of them', () => {
  const sized = sizedIn('USD', { code: 'ES', class: 'future', contract_size: '50', quote_currency: 'USD' }, new Map());
  expect(roomInLots({ headroom_cents: 150_000, allowance_cents: 200_000, digits: 2 }, sized, '10')).toBe('2');
});

test('another quote currency is taken at its rate, and without one nothing is told', () => {
  const yen = { ...forex, code: 'USDJPY', quote_currency: 'JPY' };
  expect(sizedIn('USD', yen, new Map([['JPY', '0.0065']])).per_unit).toBe('650.0000');
  expect(sizedIn('USD', yen, new Map()).per_unit).toBeNull();
  expect(roomInLots(room, sizedIn('USD', yen, new Map()), '1')).toBeNull();
});

test('a stop that is no distance answers nothing, and no room is no lots', () => {
  const sized = sizedIn('USD', forex, new Map());
  for (const stop of ['', 'x', '0', '-1']) expect(roomInLots(room, sized, stop)).toBeNull();
  expect(roomInLots({ ...room, headroom_cents: -5 }, sized, '0.0020')).toBe('0');
});
