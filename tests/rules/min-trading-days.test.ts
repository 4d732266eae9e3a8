// Trading days by opening, closing, holding and profit, and what happens when nobody told the openings.
import { describe, expect, it } from 'vitest';
import { clock, close, play, ruleSet } from './account';

describe('min-trading-days', () => {
  const rules = (count_by: string) => ruleSet({ 'min-trading-days': [{ count_by, min_days: 2, min_profit_pct: '0.005' }] });
  const held = close('2026-01-14T10:00', '500.00', { openedAt: '2026-01-12T10:00' });

  it('counts one held position by opening, closing or every day between', () => {
    expect(play(rules('open'), [held]).states[0]).toMatchObject({ measured: 1, outcome: 'not_met' });
    expect(play(rules('close'), [held]).states[0]?.measured).toBe(1);
    expect(play(rules('held'), [held]).states[0]).toMatchObject({ measured: 3, outcome: 'met' });
  });

  it('counts a day in profit when it has ended, equality included', () => {
    expect(play(rules('day_profit'), [held]).states[0]?.measured).toBe(0);
    expect(play(rules('day_profit'), [held, clock('2026-01-15T09:00')]).states[0]?.measured).toBe(1);
  });

  it('is unknown when nobody told when positions were opened', () => {
    expect(play(rules('open'), [close('2026-01-14T10:00', '500.00')]).states[0]?.outcome).toBe('unknown');
  });
});
