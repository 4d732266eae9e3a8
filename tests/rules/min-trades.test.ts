// Trades are positions: slices of one position are one trade.
import { describe, expect, it } from 'vitest';
import { close, play, ruleSet } from './account';

describe('min-trades', () => {
  it('counts positions, not slices', () => {
    const rules = ruleSet({ 'min-trades': [{ min: 2 }] });
    const events = [
      close('2026-01-12T10:00', '1.00', { position: 'p', isFinal: false }),
      close('2026-01-12T11:00', '1.00', { position: 'p' }),
    ];
    expect(play(rules, events).states[0]).toMatchObject({ outcome: 'not_met', headroom: 1 });
    expect(play(rules, [...events, close('2026-01-12T12:00', '1.00')]).states[0]?.outcome).toBe('met');
  });
});
