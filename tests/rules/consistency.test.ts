// Best share and running share: the first winner, days by slices, trades by final slices, the window.
import { describe, expect, it } from 'vitest';
import { cents } from '@/lib/money';
import { EVENT_CLASS, orderKey } from '@/lib/rules/order';
import type { FoldEvent } from '@/lib/rules/types';
import { at, close, operation, payout, play, ruleSet, usd } from './account';

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

  it('counts a cancellation and a correction in the day they were booked, and no other balance operation', () => {
    const rules = ruleSet({ consistency: [{ threshold: '0.50' }] });
    const days = [
      close('2026-01-12T10:00', '900.00', { id: '1' }),
      close('2026-01-13T10:00', '600.00'),
      close('2026-01-14T10:00', '300.00'),
    ];
    const total = (events: FoldEvent[]) => play(rules, events).states[0]?.evidence.map(({ value }) => value);
    expect(total(days)).toEqual(['900.00', '1,800.00', '1,800.00']);
    // Taken back on a later day, it is that day's loss; on its own day, it was never won.
    expect(total([...days, takenBack('2026-01-14T11:00', '1', '900.00')])).toEqual(['900.00', '900.00', '1,800.00']);
    expect(total([...days, takenBack('2026-01-12T11:00', '1', '900.00')])).toEqual(['600.00', '900.00', '1,200.00']);
    expect(total([...days, operation('2026-01-13T11:00', 'correction', '400.00')])).toEqual(['1,000.00', '2,200.00', '2,000.00']);
    const others = [operation('2026-01-13T11:00', 'deposit', '400.00'), operation('2026-01-13T12:00', 'bonus', '70.00')];
    expect(total([...days, ...others])).toEqual(total(days));
  });

  it('counts nothing of a deal that was taken back before it stands in the order', () => {
    const rules = ruleSet({ consistency: [{ threshold: '0.50' }] });
    const ahead = takenBack('2026-01-12T09:00', '1', null);
    const events = [ahead, close('2026-01-12T10:00', '900.00', { id: '1' }), close('2026-01-13T10:00', '600.00')];
    expect(play(rules, events).states[0]?.evidence.map(({ value }) => value)).toEqual(['600.00', '600.00', '1,200.00']);
  });
});

function takenBack(when: string, id: string, amount: string | null): FoldEvent {
  const taken = amount === null ? null : cents(usd(amount));
  const key = orderKey(BigInt(at(when)) * 1000n, EVENT_CLASS.deal, `r${id}`);
  return { kind: 'reversal', key, at: at(when), id: `r${id}`, reverses_id: id, booked_cents: taken, net_cents: taken };
}
