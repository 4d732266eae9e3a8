// Lots open together: the limit itself passes, one step more does not; overlap of closed trades; micros in minis; missing lists.
import { describe, expect, it } from 'vitest';
import { close, mark, market, opened, play, position, ruleSet } from './account';

const rules = ruleSet({ 'max-exposure': [{ max_lots: '3' }] });
const open = (when: string, id: string, lots: string, symbol = 'EURUSD') => opened(when, position(id, '0.00', lots, { symbol }));

describe('max-exposure', () => {
  it('the limit itself passes, a hundredth more is flagged', () => {
    expect(play(rules, [open('2026-01-12T10:00', 'a', '1'), open('2026-01-12T10:01', 'b', '2')]).raised).toEqual([]);
    const { raised } = play(rules, [open('2026-01-12T10:00', 'a', '1.01'), open('2026-01-12T10:01', 'b', '2')]);
    expect(raised).toMatchObject([{ consequence: 'flag', measured: 3010, limit: 3000, unit: 'lots' }]);
  });

  it('a closed position makes room', () => {
    const events = [open('2026-01-12T10:00', 'a', '2'), close('2026-01-12T10:30', '1.00', { position: 'a', volume: '2' })];
    expect(play(rules, [...events, open('2026-01-12T11:00', 'b', '2')]).raised).toEqual([]);
  });

  it('closed trades that overlapped are enough, and those that did not are not', () => {
    const past = (id: string, from: string, to: string) => close(to, '1.00', { position: id, volume: '2', openedAt: from });
    expect(
      play(rules, [past('a', '2026-01-12T10:00', '2026-01-12T11:00'), past('b', '2026-01-12T11:00', '2026-01-12T12:00')]).raised,
    ).toEqual([]);
    const { raised } = play(rules, [past('a', '2026-01-12T10:00', '2026-01-12T11:00'), past('b', '2026-01-12T10:59', '2026-01-12T12:00')]);
    expect(raised).toMatchObject([{ outcome: 'breach', measured: 4000 }]);
  });

  it('is unknown while positions are open that nobody lists', () => {
    const { raised, states } = play(rules, [mark('2026-01-12T10:00', { floating: '5.00', count: 2 })]);
    expect(raised).toMatchObject([{ outcome: 'unknown' }]);
    expect(states[0]?.status).toBe('unknown');
    expect(play(rules, [close('2026-01-12T10:00', '1.00', { openedAt: null })]).raised).toMatchObject([{ outcome: 'unknown' }]);
  });

  it('micros count in minis, and without a symbol table nobody knows which is which', () => {
    const minis = ruleSet({ 'max-exposure': [{ max_lots: '3', mini_equivalent: 10 }] });
    const events = [open('2026-01-12T10:00', 'a', '2', 'ES'), open('2026-01-12T10:01', 'b', '10', 'MES')];
    expect(play(minis, events, {}, market).raised).toEqual([]);
    expect(play(minis, [...events, open('2026-01-12T10:02', 'c', '1', 'MES')], {}, market).raised).toMatchObject([
      { measured: 3100, evidence: [{ label: 'Open lots' }, { label: 'Micro contracts, 10 to one', value: 'MES' }] },
    ]);
    expect(play(minis, events).raised).toMatchObject([{ outcome: 'unknown' }]);
  });
});
