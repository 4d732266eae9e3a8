// Stops in time: exactly at the limit passes, a second later does not; removed ones never were; planned risk; missing data.
import { describe, expect, it } from 'vitest';
import { changed, clock, close, mark, market, opened, play, position, ruleSet, told } from './account';

const rules = ruleSet({ 'stop-loss-required': [{}] });
const bare = opened('2026-01-12T10:00:00Z', position('p', '0.00', '0.10', { open_price: '1.1000' }));
const set = (when: string) => changed(when, 'p', { stop_loss: '1.0950' });
const tell = (...events: Parameters<typeof play>[1]) => told(play(rules, [bare, ...events], {}, market));

describe('stop-loss-required', () => {
  it('a stop at exactly three minutes is in time, a second later is late', () => {
    expect(tell(set('2026-01-12T10:03:00Z'))).toEqual([]);
    expect(tell(set('2026-01-12T10:03:01Z'))).toEqual(['p']);
  });

  it('no stop is found when time shows it, once, and a short trade needs none', () => {
    expect(tell(clock('2026-01-12T10:03:00Z'))).toEqual([]);
    expect(tell(clock('2026-01-12T10:04'), clock('2026-01-12T10:05'), close('2026-01-12T11:00', '1.00', { position: 'p' }))).toEqual(['p']);
    expect(tell(close('2026-01-12T10:03', '1.00', { position: 'p', volume: '0.10' }))).toEqual([]);
    expect(tell(close('2026-01-12T10:04', '1.00', { position: 'p', volume: '0.10' }))).toEqual(['p']);
  });

  it('a stop removed later counts as never set from then', () => {
    expect(tell(set('2026-01-12T10:01'), changed('2026-01-12T11:00', 'p', { stop_loss: null }))).toEqual(['p']);
  });

  it('planned risk is judged against the balance, per position or per symbol', () => {
    // 0.10 lots with 0.2000 to the stop risk 2,000.00: two percent exactly.
    const risk = (stop: string, instance = {}) =>
      told(
        play(
          ruleSet({ 'stop-loss-required': [instance] }),
          [
            opened('2026-01-12T10:00', position('a', '0.00', '0.10', { open_price: '1.1000', stop_loss: stop })),
            opened('2026-01-12T10:01', position('b', '0.00', '0.10', { open_price: '1.1000', stop_loss: '1.0999' })),
          ],
          {},
          market,
        ),
      );
    expect(risk('0.9000')).toEqual([]);
    expect(risk('0.8999')).toEqual(['a:risk']);
    expect(risk('0.9000', { combine_per_symbol: true })).toEqual(['a:risk', 'b:risk']);
  });

  it('is unknown where nobody told of the stop, or of contract and rate', () => {
    expect(told(play(rules, [close('2026-01-12T10:00', '1.00')], {}, market))).toEqual(['unknown']);
    const seen = mark('2026-01-12T12:00', {
      positions: [position('q', '0.00', '0.01', { opened_at: Date.parse('2026-01-12T10:00Z'), stop_loss: '1.08' })],
    });
    expect(told(play(rules, [seen], {}, market))).toEqual(['unknown']);
    expect(told(play(rules, [bare, set('2026-01-12T10:01')]))).toEqual(['unknown']);
  });
});
