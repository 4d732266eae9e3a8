// Contracts by the profit at the end of the day: the level holds for the next session, and the first one from the start.
import { describe, expect, it } from 'vitest';
import { close, mark, opened, play, position, ruleSet } from './account';

const levels = [
  ['0.00', 2],
  ['1500.00', 3],
  ['2000.00', 5],
];
const rules = ruleSet({ 'scaling-contracts': [{ levels }] });
const three = (when: string) => opened(when, position('big', '0.00', '3'));
const win = (amount: string) => close('2026-01-12T10:00', amount, { openedAt: '2026-01-12T09:30', volume: '1' });

describe('scaling-contracts', () => {
  it('allows what the end of the day earned, from the next session on', () => {
    expect(play(rules, [win('1500.01'), three('2026-01-12T11:00')]).raised).toMatchObject([{ measured: 3000, limit: 2000 }]);
    expect(play(rules, [win('1500.01'), three('2026-01-13T11:00')]).raised).toEqual([]);
    expect(play(rules, [win('1500.00'), three('2026-01-13T11:00')]).raised).toHaveLength(1);
  });

  it('never counts open profit', () => {
    const peak = mark('2026-01-12T22:00', { floating: '5000.00', positions: [position('p', '5000.00', '1')] });
    expect(play(rules, [peak, three('2026-01-13T11:00')]).raised).toHaveLength(1);
  });

  it('says where it stands', () => {
    expect(play(rules, [opened('2026-01-12T10:00', position('p', '0.00', '2'))]).states[0]).toMatchObject({
      status: 'critical',
      headroom: 0,
    });
  });
});
