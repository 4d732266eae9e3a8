// Near-limit warnings: told once per rule, trading day and band, whatever the order of arrival.
import { describe, expect, it } from 'vitest';
import { close, mark, play, ruleSet, usd } from './account';

const daily = (instance: Record<string, unknown> = {}) => ruleSet({ 'max-daily-loss': [instance] });

describe('near-limit warnings', () => {
  it('entering caution and then critical is told once each', () => {
    const events = [
      mark('2026-01-12T10:00', { floating: '-3999.99' }),
      mark('2026-01-12T11:00', { floating: '-4000.00' }),
      mark('2026-01-12T12:00', { floating: '-4200.00' }),
      mark('2026-01-12T13:00', { floating: '-4500.00' }),
      mark('2026-01-12T14:00', { floating: '-4100.00' }),
    ];
    const { warned, raised } = play(daily(), events);
    expect(raised).toEqual([]);
    expect(warned.map(({ status, headroom, breached_at }) => [status, headroom, new Date(breached_at).getUTCHours()])).toEqual([
      ['caution', usd('1000.00'), 11],
      ['critical', usd('500.00'), 13],
    ]);
  });

  it('a new trading day tells again, a rule that only flags tells nothing', () => {
    const events = [mark('2026-01-12T10:00', { floating: '-4100.00' }), mark('2026-01-13T10:00', { floating: '-4100.00' })];
    expect(play(daily(), events).warned).toHaveLength(2);
    expect(play(daily({ consequence: 'flag' }), events).warned).toEqual([]);
  });

  it('an account that has failed is warned of nothing more', () => {
    const { warned, raised } = play(daily(), [close('2026-01-12T10:00', '-5000.01'), mark('2026-01-12T11:00', { floating: '700.00' })]);
    expect(raised).toHaveLength(1);
    expect(warned).toEqual([]);
  });
});
