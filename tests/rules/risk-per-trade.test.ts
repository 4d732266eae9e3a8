// Open losses by group and the value of single positions: at the limit, one step under it, and without the data.
import { describe, expect, it } from 'vitest';
import { changed, close, mark, market, opened, play, position, ruleSet, told } from './account';

const loss = (more: Record<string, unknown> = {}) => ruleSet({ 'risk-per-trade': [{ limit_pct: '0.03', ...more }] });
const listed = (...positions: ReturnType<typeof position>[]) => mark('2026-01-12T10:00', { positions });

describe('risk-per-trade by open loss', () => {
  it('touching the limit breaches, a cent less does not, and winners are not netted in', () => {
    const two = (second: string) => listed(position('a', '-2000.00'), position('b', second), position('c', '900.00'));
    expect(play(loss(), [two('-1000.00')]).raised).toMatchObject([{ subject: 'EURUSD:buy', consequence: 'fail', measured: 300_000 }]);
    expect(play(loss(), [two('-999.99')]).raised).toEqual([]);
    expect(play(loss({ gross_losses_only: false }), [two('-1000.00')]).raised).toEqual([]);
    expect(play(loss({ touch_is_breach: false }), [two('-1000.00')]).raised).toEqual([]);
  });

  it('groups by symbol and side, or by position', () => {
    const apart = listed(position('a', '-2000.00'), position('b', '-1000.00', '1', { side: 'sell' }));
    expect(play(loss(), [apart]).raised).toEqual([]);
    expect(play(loss({ group_by: ['symbol'] }), [apart]).raised).toHaveLength(1);
  });

  it('as a flag a group is told of once a day', () => {
    const low = (when: string) => mark(when, { positions: [position('a', '-3000.00')] });
    const flags = play(loss({ consequence: 'flag' }), [low('2026-01-12T10:00'), low('2026-01-12T11:00'), low('2026-01-13T10:00')]);
    expect(told(flags)).toEqual(['EURUSD:buy', 'EURUSD:buy']);
  });

  it('is unknown where nobody reported the result of a position', () => {
    expect(told(play(loss(), [listed(position('a', null))]))).toEqual(['unknown']);
    expect(told(play(loss(), [close('2026-01-12T10:00', '-50.00')]))).toEqual(['unknown']);
    const seen = [listed(position('a', '-10.00')), close('2026-01-12T11:00', '-50.00', { position: 'a' })];
    expect(told(play(loss(), seen))).toEqual([]);
  });

  it('may test each closed position instead', () => {
    const rules = loss({ max_loss_per_closed_trade_pct: '0.01' });
    expect(told(play(rules, [close('2026-01-12T10:00', '-999.99')]))).toEqual([]);
    expect(told(play(rules, [close('2026-01-12T10:00', '-1000.00', { position: 'p' })]))).toEqual(['p']);
  });
});

describe('risk-per-trade by position size', () => {
  const rules = ruleSet({ 'risk-per-trade': [{ basis: 'position_size', limit_pct: '0.05', consequence: 'flag' }] });
  const open = (lots: string, price: string, symbol = 'EURUSD') =>
    opened('2026-01-12T10:00', position('p', null, lots, { symbol, open_price: price }));

  it('judges the value at the opening price against the balance', () => {
    expect(told(play(rules, [open('0.05', '1.00000')], {}, market))).toEqual(['p']);
    expect(told(play(rules, [open('0.05', '0.99999')], {}, market))).toEqual([]);
    expect(told(play(rules, [open('0.05', '150.000', 'USDJPY')], {}, market))).toEqual(['p']);
  });

  it('judges again when the position is enlarged', () => {
    const grown = changed('2026-01-12T11:00', 'p', { volume: '0.06' });
    expect(told(play(rules, [open('0.04', '1.00000'), grown], {}, market))).toEqual(['p']);
  });

  it('is unknown without contract size and rate', () => {
    const { raised, states } = play(rules, [open('0.05', '1.00000')]);
    expect(raised).toMatchObject([{ outcome: 'unknown' }]);
    expect(states[0]?.outcome).toBe('unknown');
  });
});
