// Larger after a loss: the window's edges, the multiple, runs told once, other symbols by notional, and martingale's three steps.
import { describe, expect, it } from 'vitest';
import { close, market, opened, play, position, ruleSet, told } from './account';

const rules = (more: Record<string, unknown> = {}) => ruleSet({ 'revenge-trading': [more] });
const trade = (id: string, from: string, to: string, lots: string, net: string, more = {}) =>
  close(to, net, { position: id, volume: lots, openedAt: from, openPrice: '1.0000', ...more });
const lost = trade('a', '2026-01-12T09:00', '2026-01-12T10:00', '1', '-10.00');
const next = (from: string, lots: string, more = {}) => trade('b', from, '2026-01-12T11:00', lots, '5.00', more);
const tell = (events: Parameters<typeof play>[1], more = {}) => told(play(rules(more), events, {}, market));

describe('revenge-trading', () => {
  it('opened after the close and up to the window, with the multiple', () => {
    expect(tell([lost, next('2026-01-12T10:05', '1.5')])).toEqual(['b']);
    expect(tell([lost, next('2026-01-12T10:05:01Z', '1.5')])).toEqual([]);
    expect(tell([lost, next('2026-01-12T10:00', '1.5')])).toEqual([]);
    expect(tell([lost, next('2026-01-12T10:05', '1.49')])).toEqual([]);
  });

  it('is told when the position is opened, where openings are told', () => {
    expect(tell([lost, opened('2026-01-12T10:01', position('o', '0.00', '2'))])).toEqual(['o']);
  });

  it('adding to a winner is never a step, and only the last trade before counts', () => {
    const won = trade('a', '2026-01-12T09:00', '2026-01-12T10:00', '1', '0.00');
    expect(tell([won, next('2026-01-12T10:01', '9')])).toEqual([]);
    const between = trade('w', '2026-01-12T09:00', '2026-01-12T10:00:30Z', '1', '5.00');
    expect(tell([lost, between, next('2026-01-12T10:01', '9')])).toEqual([]);
  });

  it('a trade that closes late is measured against what had closed before it opened', () => {
    const between = trade('w', '2026-01-12T09:00', '2026-01-12T10:30', '1', '5.00');
    expect(tell([lost, between, next('2026-01-12T10:01', '2')])).toEqual(['b']);
  });

  it('other symbols are compared by notional, and an unknown notional is no step', () => {
    const gold = next('2026-01-12T10:01', '2', { symbol: 'XAUUSD', openPrice: '1000.00' });
    expect(tell([lost, gold])).toEqual(['b']);
    expect(told(play(rules(), [lost, gold]))).toEqual([]);
    expect(tell([lost, next('2026-01-12T10:01', '1', { symbol: 'XAUUSD', openPrice: '1000.00' })])).toEqual([]);
  });

  it('martingale needs three steps in a row and is told once a run', () => {
    const chain = ['1', '2', '4', '8', '16'].map((lots, i) =>
      trade(`m${i}`, `2026-01-12T1${i}:05`, `2026-01-12T1${i + 1}:00`, lots, '-10.00'),
    );
    const martingale = { mult: '2.00', window_s: 600, min_steps: 3 };
    expect(tell(chain.slice(0, 3), martingale)).toEqual([]);
    expect(tell(chain.slice(0, 4), martingale)).toEqual(['m3']);
    expect(tell(chain, martingale)).toEqual(['m3']);
  });

  it('is unknown without an opening time', () => {
    expect(tell([lost, close('2026-01-12T11:00', '1.00')])).toEqual(['unknown']);
  });
});
