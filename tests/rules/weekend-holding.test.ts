// Flat before the weekend: open at the very deadline violates, closed at it does not; crypto, holidays, weekend openings, unknown classes.
import { describe, expect, it } from 'vitest';
import { clock, close, market, opened, play, position, ruleSet, told } from './account';

const rules = (more: Record<string, unknown> = {}) => ruleSet({ 'weekend-holding': [{ tz: 'America/New_York', time: '15:45', ...more }] });
const open = (when: string, symbol = 'EURUSD') => opened(when, position('p', '0.00', '1', { symbol }));
const shut = (when: string) => close(when, '1.00', { position: 'p', volume: '1' });
const tell = (events: Parameters<typeof play>[1], more = {}) => told(play(rules(more), events, {}, market));

describe('weekend-holding', () => {
  it('open at the very deadline violates, closed at it does not', () => {
    // Friday 16 January 2026, 15:45 in New York is 20:45 UTC.
    expect(tell([open('2026-01-15T10:00'), shut('2026-01-16T20:45')])).toEqual([]);
    expect(tell([open('2026-01-15T10:00'), shut('2026-01-16T20:45:01Z')])).toEqual(['p']);
    expect(tell([open('2026-01-15T10:00'), clock('2026-01-16T20:45')])).toEqual([]);
    expect(tell([open('2026-01-15T10:00'), clock('2026-01-16T21:00'), shut('2026-01-19T10:00')])).toEqual(['p']);
  });

  it('is judged from a closed trade alone', () => {
    expect(tell([close('2026-01-19T10:00', '1.00', { position: 'c', openedAt: '2026-01-16T10:00' })])).toEqual(['c']);
    expect(tell([close('2026-01-16T19:00', '1.00', { position: 'c', openedAt: '2026-01-12T10:00' })])).toEqual([]);
  });

  it('crypto is exempt, and a class may have a time of its own', () => {
    expect(tell([open('2026-01-15T10:00', 'BTCUSD'), clock('2026-01-19T10:00')])).toEqual([]);
    const metal = { exceptions: { metal: { time: '13:00' } } };
    expect(tell([open('2026-01-15T10:00', 'XAUUSD'), shut('2026-01-16T19:00')], metal)).toEqual(['p']);
  });

  it('a holiday Friday moves the deadline to the day before', () => {
    // Friday 3 April 2026 is a holiday; Thursday 15:45 in New York is 19:45 UTC.
    expect(tell([open('2026-04-01T10:00'), shut('2026-04-02T19:45')])).toEqual([]);
    expect(tell([open('2026-04-01T10:00'), shut('2026-04-02T20:00')])).toEqual(['p']);
  });

  it('a trade opened on the weekend violates, one opened at the reopening does not', () => {
    expect(tell([open('2026-01-17T10:00'), clock('2026-01-18T10:00')])).toEqual(['p']);
    expect(tell([open('2026-01-18T22:00'), shut('2026-01-19T10:00')])).toEqual([]);
  });

  it('an unknown class is unknown, not exempt', () => {
    expect(told(play(rules(), [open('2026-01-15T10:00'), clock('2026-01-19T10:00')]))[0]).toBe('unknown');
    expect(play(rules(), [open('2026-01-15T10:00')]).states[0]?.outcome).toBe('unknown');
  });
});
