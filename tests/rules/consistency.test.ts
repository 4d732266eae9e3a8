// Best share and running share: the first winner, days by slices, trades by final slices, the window.
import { describe, expect, it } from 'vitest';
import { close, payout, play, ruleSet } from './account';

describe('consistency', () => {
  it('flags the first winner, which is always the whole, and not the later ones', () => {
    const rules = ruleSet({ consistency: [{ threshold: '0.50', unit: 'trade', denominator: 'sum_positive', running: {} }] });
    const wins = ['1000.00', '500.00', '-50.00', '600.00', '200.00'].map((net, i) => close(`2026-01-12T1${i}:00`, net, { id: `${i}` }));
    const { raised, states } = play(rules, wins);
    expect(raised.map(({ subject, consequence, measured, limit }) => [subject, consequence, measured, limit])).toEqual([
      ['0', 'flag', 10000, 5000],
    ]);
    expect(states[0]).toMatchObject({ outcome: 'met', measured: 4347 });
  });

  it('counts a day by its slices, a trade by its final slice, and starts again after a payout', () => {
    const day = ruleSet({ consistency: [{ threshold: '0.50', window: 'since_last_payout' }] });
    const events = [close('2026-01-12T10:00', '900.00'), close('2026-01-13T10:00', '100.00')];
    expect(play(day, events).states[0]).toMatchObject({ outcome: 'not_met', measured: 9000 });
    expect(play(day, [...events, payout('2026-01-13T11:00', '500.00')]).states[0]?.outcome).toBe('no_data');
    const trade = ruleSet({ consistency: [{ threshold: '0.50', unit: 'trade' }] });
    const slices = [
      close('2026-01-12T10:00', '300.00', { position: 'p', isFinal: false }),
      close('2026-01-12T11:00', '300.00', { position: 'p' }),
    ];
    expect(play(trade, slices.slice(0, 1)).states[0]?.outcome).toBe('no_data');
    expect(play(trade, [...slices, close('2026-01-12T12:00', '600.00')]).states[0]).toMatchObject({ outcome: 'met', measured: 5000 });
  });
});
