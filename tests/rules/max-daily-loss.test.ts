// A day's loss: at the limit and one cent past it, over resets, payouts, pauses and missing data.
import { describe, expect, it } from 'vitest';
import { clock, close, mark, opened, operation, payout, play, position, ruleSet, unblock, usd } from './account';

const daily = (instance: Record<string, unknown> = {}) => ruleSet({ 'max-daily-loss': [instance] });

describe('max-daily-loss', () => {
  it('equity exactly at the floor is not a breach', () => {
    const { raised, states } = play(daily(), [mark('2026-01-12T10:00', { floating: '-5000.00' })]);
    expect(raised).toEqual([]);
    expect(states[0]).toMatchObject({ status: 'critical', headroom: 0, limit: usd('95000.00') });
  });

  it('one cent under the floor fails the account and says why', () => {
    const { raised, facts, states } = play(daily(), [mark('2026-01-12T10:00', { floating: '-5000.01' })]);
    expect(raised).toHaveLength(1);
    expect(raised[0]).toMatchObject({
      outcome: 'breach',
      consequence: 'fail',
      measured: usd('94999.99'),
      limit: usd('95000.00'),
      until: null,
    });
    expect(raised[0]?.message).toBe('Equity fell to 94,999.99, below the floor of 95,000.00, at 2026-01-12T10:00:00Z.');
    expect(facts.failed?.rule).toBe('max-daily-loss');
    expect(states[0]?.status).toBe('violated');
  });

  it('touching is a breach where the rule set says so', () => {
    expect(play(daily({ touch_is_breach: true }), [close('2026-01-12T10:00', '-5000.00')]).raised).toHaveLength(1);
    expect(play(daily({ touch_is_breach: true }), [close('2026-01-12T10:00', '-4999.99')]).raised).toHaveLength(0);
  });

  it('a breach that recovers stays a breach, and nothing more is judged', () => {
    const { raised, states } = play(daily(), [
      mark('2026-01-12T10:00', { floating: '-6000.00' }),
      mark('2026-01-12T11:00', { floating: '900.00' }),
      mark('2026-01-12T12:00', { floating: '-7000.00' }),
    ]);
    expect(raised).toHaveLength(1);
    expect(states[0]).toMatchObject({ outcome: 'breach', status: 'violated' });
  });

  it('the reset takes a new reference and tests what is carried over it', () => {
    const rules = daily({ reference: 'balance', consequence: 'pause' });
    const { raised } = play(rules, [mark('2026-01-12T10:00', { floating: '-5500.00' }), clock('2026-01-13T08:00')]);
    expect(raised.map((verdict) => new Date(verdict.breached_at).toISOString())).toEqual([
      '2026-01-12T10:00:00.000Z',
      '2026-01-12T23:00:00.000Z',
    ]);
    expect(raised[0]?.until).toBe(Date.parse('2026-01-12T23:00:00Z'));
  });

  it('a pause is added once a day, and a block once until staff end it and that day is over', () => {
    const low = (when: string) => mark(when, { floating: '-5500.00' });
    const events = [
      low('2026-01-12T10:00'),
      low('2026-01-12T11:00'),
      low('2026-01-13T11:00'),
      unblock('2026-01-13T12:00'),
      low('2026-01-13T13:00'),
    ];
    expect(play(daily({ consequence: 'flag' }), events).raised).toHaveLength(2);
    expect(play(daily({ consequence: 'block' }), events).raised).toHaveLength(1);
    expect(play(daily({ consequence: 'block' }), [...events, clock('2026-01-14T08:00')]).raised).toHaveLength(2);
  });

  it('a low under only one of two days floors is unknown, under both a breach', () => {
    const before = [close('2026-01-12T10:00', '3000.00')];
    const crossing = (low: string) => play(daily(), [...before, mark('2026-01-13T09:00', { floating: '0.00', low })]).raised;
    expect(crossing('98000.01')).toEqual([]);
    expect(crossing('97999.99')[0]).toMatchObject({ outcome: 'unknown', measured: usd('97999.99') });
    expect(crossing('94999.99')[0]).toMatchObject({ outcome: 'breach', measured: usd('94999.99') });
  });

  it('a payout and a deposit move the reference, so neither is a loss', () => {
    const { states, raised } = play(daily(), [payout('2026-01-12T10:00', '9000.00'), operation('2026-01-12T11:00', 'deposit', '500.00')]);
    expect(raised).toEqual([]);
    expect(states[0]).toMatchObject({ limit: usd('86500.00'), headroom: usd('5000.00') });
  });

  it('without a known worth of open positions it is unknown, but a breach seen at a close is a breach', () => {
    const part = close('2026-01-12T09:00', '0.00', { position: '7', isFinal: false });
    expect(play(daily(), [part]).states[0]).toMatchObject({ outcome: 'unknown', status: 'unknown', headroom: null });
    expect(play(daily(), [part, close('2026-01-12T10:00', '-5000.01', { position: '7', isFinal: false })]).raised).toHaveLength(1);
  });

  it('a position just opened is worth nothing yet, so the room stays known', () => {
    const { states } = play(daily(), [opened('2026-01-12T09:00', position('7', null))]);
    expect(states[0]).toMatchObject({ outcome: 'pass', status: 'safe', headroom: usd('5000.00') });
  });

  it('a ledger that disagrees with the broker fails nobody by itself', () => {
    const events = [close('2026-01-12T10:00', '-4000.00'), mark('2026-01-12T11:00', { equity: '98400.00', balance: '98500.00' })];
    expect(play(daily(), events).raised).toEqual([]);
    const worse = [close('2026-01-12T10:00', '-4000.00'), mark('2026-01-12T11:00', { equity: '97000.00', balance: '98600.00' })];
    const { raised, doubts } = play(daily(), [...worse, mark('2026-01-12T12:00', { equity: '96000.00', balance: '98600.00' })]);
    expect(raised[0]).toMatchObject({ outcome: 'unknown', message: expect.stringContaining('differs by 2,600.00') });
    const doubt = doubts.find(({ code }) => code === 'balance-differs');
    expect(doubt?.message).toBe("The broker's balance differs from the sum of its deals by 2,600.00 USD.");
  });

  it('the high of the day raises the floor and never lowers it', () => {
    const rules = daily({ reference: 'intraday_equity_high' });
    const { states } = play(rules, [mark('2026-01-12T10:00', { floating: '2000.00' }), mark('2026-01-12T11:00', { floating: '-1000.00' })]);
    expect(states[0]).toMatchObject({ limit: usd('97000.00'), headroom: usd('2000.00') });
  });

  it('tells the room after the next reset if nothing moves', () => {
    const { states } = play(daily(), [close('2026-01-12T10:00', '-1000.00')]);
    expect(states[0]?.after_reset).toEqual({ at: Date.parse('2026-01-12T23:00:00Z'), limit: usd('94000.00'), headroom: usd('5000.00') });
  });
});
