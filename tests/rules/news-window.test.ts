// Acts around a release: the edges are inside, holding through is free, and no calendar means no answer.
import { describe, expect, it } from 'vitest';
import { close, market, opened, play, position, ruleSet, told } from './account';

const rules = (header: Record<string, unknown> = {}) =>
  ruleSet({ 'news-window': [{ instruments_by_event: { CPI: ['*USD*'] } }] }, { phase: 'funded', ...header });
const open = (when: string, symbol = 'EURUSD') => opened(when, position('p', '0.00', '1', { symbol }));
const shut = (when: string) => close(when, '1.00', { position: 'p' });
const tell = (events: Parameters<typeof play>[1], header = {}) => told(play(rules(header), events, {}, market));

describe('news-window', () => {
  it('two minutes before is inside, a second earlier is not', () => {
    expect(tell([open('2026-01-13T13:28:00Z')])).toEqual(['p']);
    expect(tell([open('2026-01-13T13:27:59Z')])).toEqual([]);
    expect(tell([open('2026-01-13T13:32:01Z')])).toEqual([]);
  });

  it('what was opened earlier may be held, but not closed inside', () => {
    expect(tell([open('2026-01-13T10:00'), shut('2026-01-13T13:33')])).toEqual([]);
    expect(tell([open('2026-01-13T10:00'), shut('2026-01-13T13:31')])).toEqual(['p']);
    expect(tell([open('2026-01-13T13:29'), shut('2026-01-13T13:31')])).toEqual(['p']);
  });

  it('an opening told only by its close is judged by its own time', () => {
    expect(tell([close('2026-01-13T15:00', '1.00', { position: 'c', openedAt: '2026-01-13T13:30' })])).toEqual(['c']);
  });

  it('spares other instruments, other phases and exempt types', () => {
    expect(tell([open('2026-01-13T13:30', 'EURGBP')])).toEqual([]);
    expect(tell([open('2026-01-13T13:30')], { phase: 'evaluation' })).toEqual([]);
    expect(tell([open('2026-01-13T13:30')], { account_type: 'swing' })).toEqual([]);
  });

  it('is unknown where no calendar covers the act', () => {
    expect(told(play(rules(), [open('2026-01-13T13:30')]))).toEqual(['unknown']);
    expect(tell([open('2027-02-01T13:30')])).toEqual(['unknown']);
    expect(play(rules(), []).states[0]?.outcome).toBe('unknown');
  });
});
