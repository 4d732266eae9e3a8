// An account that two people reinstated is judged again: not for what it stood at that day, and for everything from the next day on.
import { expect, test } from 'vitest';
import { mark, play, ruleSet, unblock } from '../rules/account';

const rules = ruleSet({
  'max-daily-loss': [
    { limit: { pct: '0.05', of: 'initial' }, reference: 'balance', measure: 'equity', touch_is_breach: false, consequence: 'fail' },
  ],
});
const low = (when: string) => mark(when, { floating: '-5500.00' });
const breachesOf = (...events: Parameters<typeof play>[1]) =>
  play(rules, events).raised.map((verdict) => new Date(verdict.breached_at).toISOString());

test('the day of the reinstatement is spared, the day after is judged', () => {
  const events = [
    low('2026-01-12T10:00'),
    unblock('2026-01-12T12:00'),
    low('2026-01-12T13:00'),
    mark('2026-01-12T14:00', { floating: '0.00' }),
  ];
  expect(breachesOf(...events)).toEqual(['2026-01-12T10:00:00.000Z']);
  expect(breachesOf(...events, low('2026-01-13T10:00'))).toEqual(['2026-01-12T10:00:00.000Z', '2026-01-13T10:00:00.000Z']);
});

test('without it nothing is judged after the first failure', () => {
  expect(breachesOf(low('2026-01-12T10:00'), low('2026-01-13T10:00'))).toEqual(['2026-01-12T10:00:00.000Z']);
});
