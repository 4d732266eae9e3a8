// An idle account: at the deadline, a minute past it, and suspended by an open position.
import { describe, expect, it } from 'vitest';
import { inactivityDeadline, inactivityDeadlines } from '@/lib/rules/deadlines';
import { clock, close, opened, play, position, ruleSet } from './account';

describe('inactivity', () => {
  const rules = ruleSet({ inactivity: [{ days: 30, tz: 'UTC' }] });

  it('ends an idle account after the deadline, not at it', () => {
    const last = close('2026-01-12T10:00', '1.00');
    expect(play(rules, [last, clock('2026-02-11T10:00')]).raised).toEqual([]);
    expect(play(rules, [last, clock('2026-02-11T10:01')]).raised[0]).toMatchObject({ rule: 'inactivity', consequence: 'fail' });
  });

  it('an open position suspends it', () => {
    expect(play(rules, [opened('2026-01-12T10:00', position('1', '0.00')), clock('2026-03-11T10:00')]).raised).toEqual([]);
  });
});

it('asks the calendar once for a whole day, and answers each of its instants exactly', () => {
  const dayMs = 86_400_000;
  const zones = ['America/New_York', 'Europe/Prague', 'Australia/Lord_Howe', 'Africa/Casablanca', 'Pacific/Apia', 'UTC'];
  const wrong: unknown[] = [];
  for (const tz of zones)
    for (const days of [1, 7, 30]) {
      const deadlineOf = inactivityDeadlines(days, tz);
      const from = Date.parse('2011-12-01T00:00:00Z');
      for (let at = from; at < from + 400 * dayMs; at += dayMs / 8 + 60_000)
        if (deadlineOf(at) !== inactivityDeadline(at, days, tz)) wrong.push([at, days, tz]);
    }
  expect(wrong).toEqual([]);
});
