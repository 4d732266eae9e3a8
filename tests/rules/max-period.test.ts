// Trading days from the first trade or the assignment: the last one ends at a reset, and only a target met and flat saves it.
import { describe, expect, it } from 'vitest';
import { clock, close, opened, play, position, ruleSet } from './account';

const rules = (more: Record<string, unknown> = {}) =>
  ruleSet({ 'max-period': [{ days: 3, ...more }], 'profit-target': [{ target_pct: '0.08' }] });
const first = close('2026-01-12T10:00', '10.00', { openedAt: '2026-01-12T09:00' });

describe('max-period', () => {
  it('expires at the reset that ends the last day, not a second before', () => {
    expect(play(rules(), [first, clock('2026-01-14T22:59')]).raised).toEqual([]);
    const { raised, facts } = play(rules(), [first, clock('2026-01-14T23:00')]);
    expect(raised).toMatchObject([{ rule: 'max-period', consequence: 'fail', breached_at: Date.parse('2026-01-14T23:00:00Z') }]);
    expect(facts.failed?.rule).toBe('max-period');
  });

  it('a target met and flat ends the clock; an open position does not extend it', () => {
    const won = close('2026-01-13T10:00', '7990.00');
    expect(play(rules(), [first, won, clock('2026-02-01T10:00')]).raised).toEqual([]);
    const open = opened('2026-01-13T11:00', position('p', '0.00'));
    expect(play(rules(), [first, won, open, clock('2026-02-01T10:00')]).raised).toHaveLength(1);
    expect(play(rules(), [first, close('2026-01-13T10:00', '7989.99'), clock('2026-02-01T10:00')]).raised).toHaveLength(1);
  });

  it('begins with the first trade, or with the assignment where the rule set says so', () => {
    expect(play(rules(), [clock('2026-03-01T10:00')]).raised).toEqual([]);
    expect(play(rules({ starts: 'assigned' }), [clock('2026-03-01T10:00')]).raised).toHaveLength(1);
    expect(play(rules(), [first]).states[0]).toMatchObject({ status: 'safe', limit: 3 * 86_400 - 10 * 3600 });
  });

  it('is told once, also as a flag', () => {
    expect(play(rules({ consequence: 'flag' }), [first, clock('2026-02-01T10:00'), clock('2026-02-09T10:00')]).raised).toHaveLength(1);
  });
});
