// Each trade against the mean of all: the edges are inside, a hundredth past them is flagged, slices are one trade.
import { describe, expect, it } from 'vitest';
import { close, play, ruleSet, told } from './account';

const rules = ruleSet({ 'lot-consistency': [{ lower_mult: '0.5', upper_mult: '1.5' }] });
const trade = (minute: number, lots: string, more = {}) =>
  close(`2026-01-12T10:${minute + 10}`, '1.00', { position: `p${minute}`, volume: lots, ...more });

describe('lot-consistency', () => {
  it('the edges of the band are inside', () => {
    // Lots 1 and 3: the mean is 2, so 1 to 3 are allowed.
    expect(told(play(rules, [trade(0, '1'), trade(1, '3')]))).toEqual([]);
    expect(told(play(rules, [trade(0, '1'), trade(1, '3.01')]))).toEqual(['p1']);
  });

  it('flags a trade far under the habit', () => {
    expect(told(play(rules, [trade(0, '3'), trade(1, '1')]))).toEqual([]);
    expect(told(play(rules, [trade(0, '3'), trade(1, '0.99')]))).toEqual(['p1']);
  });

  it('sums the slices of a position', () => {
    const slices = [trade(1, '1', { position: 's', isFinal: false }), trade(2, '1', { position: 's' })];
    const { states, raised } = play(rules, [trade(0, '2'), ...slices]);
    expect(raised).toEqual([]);
    expect(states[0]?.message).toBe('The mean of 2 trades is 2 lots, so a trade may have 1 to 3.');
  });
});
