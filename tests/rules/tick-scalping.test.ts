// Short holds: each of three measures at its edge, slices as one trade, a gate that stops nobody, and missing openings.
import { describe, expect, it } from 'vitest';
import { close, play, ruleSet } from './account';

const START = Date.parse('2026-01-12T10:00:00Z');
let minute = 0;
function held(seconds: number, net: string, more = {}) {
  const from = START + (minute += 10) * 60_000;
  const to = new Date(from + seconds * 1000).toISOString();
  return close(to, net, { openedAt: new Date(from).toISOString(), ...more });
}
const outcome = (instance: Record<string, unknown>, events: Parameters<typeof play>[1]) =>
  play(ruleSet({ 'tick-scalping': [instance] }), events).states[0]?.outcome;

describe('tick-scalping', () => {
  it('mean hold above the minimum and no more than the share from short winners', () => {
    const rule = { min_s: 120, max_short_profit_share: '0.50' };
    expect(outcome(rule, [held(120, '50.00'), held(121, '50.00')])).toBe('met');
    expect(outcome(rule, [held(120, '50.01'), held(300, '50.00')])).toBe('not_met');
    expect(outcome(rule, [held(120, '50.00'), held(120, '-50.00')])).toBe('not_met');
  });

  it('more than the share of all trades, at least the share of the winners', () => {
    const count = { min_s: 10, max_short_count_share: '0.5' };
    expect(outcome(count, [held(9, '1.00'), held(10, '1.00')])).toBe('met');
    expect(outcome(count, [held(9, '1.00'), held(9, '-1.00'), held(10, '1.00')])).toBe('not_met');
    const winner = { min_s: 10, max_short_winner_share: '0.5' };
    expect(outcome(winner, [held(9, '1.00'), held(10, '1.00')])).toBe('not_met');
    expect(outcome(winner, [held(9, '-1.00'), held(10, '1.00')])).toBe('met');
  });

  it('a partial close is no short trade, and no trade is no data', () => {
    const rule = { min_s: 10, max_short_count_share: '0.5' };
    const slices = [
      close('2026-01-12T10:00:05Z', '1.00', { position: 's', openedAt: '2026-01-12T10:00', isFinal: false }),
      close('2026-01-12T10:01:00Z', '1.00', { position: 's', openedAt: '2026-01-12T10:00' }),
    ];
    expect(outcome(rule, slices)).toBe('met');
    expect(outcome(rule, slices.slice(0, 1))).toBe('no_data');
  });

  it('stops nobody as a gate, and flags where the rule set says so', () => {
    const rule = { min_s: 10, max_short_count_share: '0.5' };
    expect(play(ruleSet({ 'tick-scalping': [rule] }), [held(1, '1.00')]).raised).toEqual([]);
    expect(play(ruleSet({ 'tick-scalping': [{ ...rule, consequence: 'flag' }] }), [held(1, '1.00')]).raised).toHaveLength(1);
  });

  it('is unknown where nobody told when a position was opened', () => {
    expect(outcome({ min_s: 10, max_short_count_share: '0.5' }, [held(60, '1.00', { openedAt: null })])).toBe('unknown');
  });
});
