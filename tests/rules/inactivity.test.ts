// An idle account: at the deadline, a minute past it, and suspended by an open position.
import { describe, expect, it } from 'vitest';
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
