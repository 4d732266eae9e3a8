// Flat every evening: at the deadline, after it, on named weekdays only, told once a trade.
import { describe, expect, it } from 'vitest';
import { clock, close, market, opened, play, position, ruleSet, told } from './account';

const rules = ruleSet({ 'overnight-holding': [{ tz: 'America/Chicago', time: '15:10' }] });
const open = (when: string, symbol = 'EURUSD') => opened(when, position('p', '0.00', '1', { symbol }));
const tell = (...events: Parameters<typeof play>[1]) => told(play(rules, events, {}, market));

describe('overnight-holding', () => {
  it('closed at the deadline passes, a second later violates', () => {
    // 15:10 in Chicago is 21:10 UTC in January.
    expect(tell(open('2026-01-12T15:00'), close('2026-01-12T21:10', '1.00', { position: 'p' }))).toEqual([]);
    expect(tell(open('2026-01-12T15:00'), close('2026-01-12T21:10:01Z', '1.00', { position: 'p' }))).toEqual(['p']);
  });

  it('a trade held for many nights is told of once, and the weekend is no deadline', () => {
    expect(tell(open('2026-01-12T15:00'), clock('2026-01-15T10:00'))).toEqual(['p']);
    expect(tell(open('2026-01-16T22:00'), clock('2026-01-19T20:00'))).toEqual([]);
  });

  it('spares crypto and doubts what nobody classed', () => {
    expect(tell(open('2026-01-12T15:00', 'BTCUSD'), clock('2026-01-13T10:00'))).toEqual([]);
    expect(told(play(rules, [open('2026-01-12T15:00'), clock('2026-01-12T22:00')]))).toEqual(['unknown']);
  });
});
