// Lots per position: at the limit, past it, and never judged twice.
import { describe, expect, it } from 'vitest';
import { close, opened, play, position, ruleSet } from './account';

describe('lot-size', () => {
  it('judges each position once, more than the limit only', () => {
    const rules = ruleSet({ 'lot-size': [{ max_lots: '2', per_symbol: { XAUUSD: '0.5' } }] });
    const events = [
      opened('2026-01-12T10:00', position('1', '0.00', '2.00')),
      opened('2026-01-12T10:01', position('2', '0.00', '2.01')),
      close('2026-01-12T11:00', '1.00', { position: '2', volume: '2.01' }),
    ];
    expect(play(rules, events).raised.map(({ subject, measured, limit }) => [subject, measured, limit])).toEqual([['2', 2010, 2000]]);
  });
});
