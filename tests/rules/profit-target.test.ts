// The target: met at exactly the amount, on the closed balance, with nothing open.
import { describe, expect, it } from 'vitest';
import { close, opened, play, position, ruleSet } from './account';

describe('profit-target', () => {
  const rules = ruleSet({ 'profit-target': [{ target_pct: '0.10' }] });

  it('is met at exactly the amount and not one cent before', () => {
    expect(play(rules, [close('2026-01-12T10:00', '10000.00')]).states[0]?.outcome).toBe('met');
    expect(play(rules, [close('2026-01-12T10:00', '9999.99')]).states[0]).toMatchObject({
      outcome: 'not_met',
      headroom: 1,
      status: 'none',
    });
  });

  it('is not met while a position is open', () => {
    const events = [opened('2026-01-12T09:00', position('2', '0.00')), close('2026-01-12T10:00', '10000.00')];
    expect(play(rules, events).states[0]?.outcome).toBe('not_met');
  });
});
