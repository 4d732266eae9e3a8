// Loss in all: every trail, its lock, its peak cap, and what a payout does to the floor.
import { describe, expect, it } from 'vitest';
import { clock, close, known, mark, operation, payout, play, ruleSet, usd } from './account';

const drawdown = (instance: Record<string, unknown> = {}) => ruleSet({ 'max-drawdown': [instance] });
const floor = (instance: Record<string, unknown>, events: Parameters<typeof play>[1], opening = {}) =>
  play(drawdown(instance), events, { ...known, ...opening }).states[0]?.limit;

describe('max-drawdown', () => {
  it('a static floor: at it is no breach, one cent under it is', () => {
    expect(play(drawdown(), [close('2026-01-12T10:00', '-10000.00')]).raised).toEqual([]);
    expect(play(drawdown(), [close('2026-01-12T10:00', '-10000.01')]).raised[0]).toMatchObject({
      rule: 'max-drawdown',
      limit: usd('90000.00'),
    });
  });

  it('the floor of an uneven share is rounded in the favour of the trader', () => {
    const rules = ruleSet({ 'max-drawdown': [{ amount: { pct: '0.3333333', of: 'initial' } }] });
    expect(play(rules, []).states[0]?.limit).toBe(usd('66666.67') as number);
  });

  it('each trail rises by its own source and never falls by trading', () => {
    const events = [
      mark('2026-01-12T09:00', { floating: '4000.00' }),
      close('2026-01-12T10:00', '3000.00'),
      close('2026-01-12T11:00', '-2000.00'),
    ];
    expect(floor({ mode: 'trailing_intraday_equity' }, events)).toBe(usd('94000.00'));
    expect(floor({ mode: 'trailing_closed_balance' }, events)).toBe(usd('93000.00'));
    expect(floor({ mode: 'trailing_eod_balance' }, events)).toBe(usd('90000.00'));
    expect(floor({ mode: 'trailing_eod_balance' }, [...events, clock('2026-01-13T09:00')])).toBe(usd('91000.00'));
    expect(floor({ mode: 'static' }, events)).toBe(usd('90000.00'));
  });

  it('a lock stops the trail, by reach or by its trigger, and a peak cap holds the peak', () => {
    const up = [close('2026-01-12T10:00', '6000.00'), close('2026-01-12T11:00', '9000.00')];
    const mode = 'trailing_closed_balance';
    expect(floor({ mode, lock: { offset: '100.00' } }, up)).toBe(usd('100100.00'));
    expect(floor({ mode, lock: { offset: '0.00', trigger_profit_pct: '0.06' } }, up.slice(0, 1))).toBe(usd('100000.00'));
    expect(floor({ mode, lock: { offset: '0.00', trigger_profit_pct: '0.0601' } }, up.slice(0, 1))).toBe(usd('96000.00'));
    expect(floor({ mode, stop_trailing_at_peak: '104000.00' }, up)).toBe(usd('94000.00'));
    expect(floor({ mode, amount: { pct: '0.10', of: 'hwm' } }, up)).toBe(usd('103500.00'));
  });

  it('a payout moves the floor in four ways', () => {
    const events = [close('2026-01-12T10:00', '5000.00'), payout('2026-01-12T12:00', '2000.00', { split_bps: 8000 })];
    const mode = 'trailing_closed_balance';
    expect(floor({ mode }, events)).toBe(usd('95000.00'));
    expect(floor({ mode, payout_effect: 'hwm_minus_payout' }, events)).toBe(usd('93000.00'));
    expect(floor({ mode, payout_effect: 'floor_to_initial' }, events)).toBe(usd('100000.00'));
    expect(floor({ payout_effect: 'allowance_minus_trader_share' }, events)).toBe(usd('91600.00'));
  });

  it('a profit that the peak never held does not lower the floor when it is paid out, and never raises it', () => {
    const events = [close('2026-01-12T10:00', '5000.00'), payout('2026-01-12T12:00', '2000.00')];
    expect(floor({ mode: 'trailing_eod_balance', payout_effect: 'hwm_minus_payout' }, events)).toBe(usd('90000.00'));
  });

  it('the withdrawal of an approved payout is not booked again, another one is and raises a doubt', () => {
    const events = [
      payout('2026-01-12T12:00', '2000.00', { reference: 'P-1' }),
      operation('2026-01-13T12:00', 'withdrawal', '-2000.00', { reference: 'P-1' }),
    ];
    expect(play(drawdown(), events).facts.balance_cents).toBe(usd('98000.00'));
    const { facts, doubts } = play(drawdown(), [...events, operation('2026-01-14T12:00', 'withdrawal', '-50.00')]);
    expect(facts.balance_cents).toBe(usd('97950.00'));
    expect(doubts.map(({ code }) => code)).toEqual(['unexpected-withdrawal']);
  });

  it('a matched amount that differs books the difference and raises a doubt', () => {
    const { facts, doubts } = play(drawdown(), [
      payout('2026-01-12T12:00', '2000.00', { reference: 'P-1' }),
      operation('2026-01-13T12:00', 'withdrawal', '-2010.00', { reference: 'P-1' }),
    ]);
    expect(facts.balance_cents).toBe(usd('97990.00'));
    expect(doubts.map(({ code }) => code)).toEqual(['payout-amount-differs']);
  });

  it('a high and a low in one message are judged in both orders', () => {
    const rules = drawdown({ mode: 'trailing_intraday_equity', amount: { abs: '2000.00' } });
    const bar = (low: string) => play(rules, [mark('2026-01-12T10:00', { floating: '0.00', high: '101000.00', low })], known).raised;
    expect(bar('99000.00')).toEqual([]);
    expect(bar('98950.00')[0]?.outcome).toBe('unknown');
    expect(bar('97999.99')[0]?.outcome).toBe('breach');
  });

  it('an intraday trail without any mark is unknown, never a guess', () => {
    const rules = drawdown({ mode: 'trailing_intraday_equity' });
    const { raised, states } = play(rules, [close('2026-01-12T10:00', '-12000.00')]);
    expect(raised).toEqual([]);
    expect(states[0]?.outcome).toBe('unknown');
  });

  it('the first deposit of the initial balance is the opening of the ledger, the next a top-up', () => {
    const first = operation('2026-01-12T09:00', 'deposit', '100000.00');
    expect(play(drawdown(), [first], { is_funded: false }).facts.balance_cents).toBe(usd('100000.00'));
    expect(play(drawdown(), [first, operation('2026-01-12T10:00', 'deposit', '100000.00')], { is_funded: false }).facts.balance_cents).toBe(
      usd('200000.00'),
    );
  });

  it('all breaches of one moment are recorded, the register naming the first as the reason', () => {
    const rules = ruleSet({ 'max-drawdown': [{}], 'max-daily-loss': [{}] });
    const { raised, facts } = play(rules, [close('2026-01-12T10:00', '-11000.00'), close('2026-01-12T11:00', '-9.00')]);
    expect(raised.map(({ rule }) => rule)).toEqual(['max-daily-loss', 'max-drawdown']);
    expect(facts.failed?.rule).toBe('max-daily-loss');
    expect(facts.balance_cents).toBe(usd('88991.00'));
  });
});
