// Hours by the wall clock: half-open edges, windows past midnight, stops outside the hours, exempt symbols, unknown openings.
import { describe, expect, it } from 'vitest';
import { close, opened, play, position, ruleSet, told } from './account';

const rules = (more: Record<string, unknown> = {}) =>
  ruleSet({ 'trading-hours': [{ tz: 'America/New_York', windows: [{ days: [1, 2, 3, 4, 5], from: '09:30', to: '16:00' }], ...more }] });
const open = (when: string, symbol = 'EURUSD') => opened(when, position('p', '0.00', '1', { symbol }));

describe('trading-hours', () => {
  it('the beginning is inside and the end is outside', () => {
    expect(told(play(rules(), [open('2026-01-12T14:30')]))).toEqual([]);
    expect(told(play(rules(), [open('2026-01-12T20:59:59Z')]))).toEqual([]);
    expect(told(play(rules(), [open('2026-01-12T21:00')]))).toEqual(['p']);
    expect(told(play(rules(), [open('2026-01-12T14:29:59Z')]))).toEqual(['p']);
  });

  it('a window past midnight belongs to the day it begins on', () => {
    const night = { windows: [{ days: [1], from: '22:00', to: '02:00' }] };
    expect(told(play(rules(night), [open('2026-01-13T06:59')]))).toEqual([]);
    expect(told(play(rules(night), [open('2026-01-13T07:00')]))).toEqual(['p']);
    expect(told(play(rules(night), [open('2026-01-14T06:59')]))).toEqual(['p']);
  });

  it('a close outside the hours violates only where closes are judged, and a trade is told of once', () => {
    const events = [open('2026-01-12T15:00'), close('2026-01-12T23:00', '1.00', { position: 'p' })];
    expect(told(play(rules(), events))).toEqual([]);
    expect(told(play(rules({ applies_to: 'open_and_close' }), events))).toEqual(['p']);
    const both = close('2026-01-12T23:00', '1.00', { position: 'q', openedAt: '2026-01-12T22:00' });
    expect(told(play(rules({ applies_to: 'open_and_close' }), [both]))).toEqual(['q']);
  });

  it('spares exempt symbols, whatever their suffix, and is unknown without an opening time', () => {
    expect(told(play(rules({ exempt_symbols: ['BTCUSD'] }), [open('2026-01-12T22:00', 'BTCUSD.r')]))).toEqual([]);
    expect(told(play(rules(), [close('2026-01-12T15:00', '1.00')]))).toEqual(['unknown']);
  });
});
