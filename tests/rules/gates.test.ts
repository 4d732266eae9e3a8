// Gates and counts: what has to be reached before a phase passes, and the conduct rules that only count.
import { describe, expect, it } from 'vitest';
import { clock, close, mark, opened, payout, play, position, ruleSet, usd } from './account';

describe('profit-target', () => {
  const rules = ruleSet({ 'profit-target': [{ target_pct: '0.10' }] });

  it('is met at exactly the amount and not one cent before', () => {
    expect(play(rules, [close('2026-01-12T10:00', '10000.00')]).states[0]?.outcome).toBe('met');
    expect(play(rules, [close('2026-01-12T10:00', '9999.99')]).states[0]).toMatchObject({
      outcome: 'not_met',
      headroom: 1,
      status: 'none',
    });
  });

  it('is not met while a position is open', () => {
    const events = [opened('2026-01-12T09:00', position('2', '0.00')), close('2026-01-12T10:00', '10000.00')];
    expect(play(rules, events).states[0]?.outcome).toBe('not_met');
  });
});

describe('consistency', () => {
  it('flags the first winner, which is always the whole, and not the later ones', () => {
    const rules = ruleSet({ consistency: [{ threshold: '0.50', unit: 'trade', denominator: 'sum_positive', running: {} }] });
    const wins = ['1000.00', '500.00', '-50.00', '600.00', '200.00'].map((net, i) => close(`2026-01-12T1${i}:00`, net, { id: `${i}` }));
    const { raised, states } = play(rules, wins);
    expect(raised.map(({ subject, consequence, measured, limit }) => [subject, consequence, measured, limit])).toEqual([
      ['0', 'flag', 10000, 5000],
    ]);
    expect(states[0]).toMatchObject({ outcome: 'met', measured: 4347 });
  });

  it('counts a day by its slices, a trade by its final slice, and starts again after a payout', () => {
    const day = ruleSet({ consistency: [{ threshold: '0.50', window: 'since_last_payout' }] });
    const events = [close('2026-01-12T10:00', '900.00'), close('2026-01-13T10:00', '100.00')];
    expect(play(day, events).states[0]).toMatchObject({ outcome: 'not_met', measured: 9000 });
    expect(play(day, [...events, payout('2026-01-13T11:00', '500.00')]).states[0]?.outcome).toBe('no_data');
    const trade = ruleSet({ consistency: [{ threshold: '0.50', unit: 'trade' }] });
    const slices = [
      close('2026-01-12T10:00', '300.00', { position: 'p', isFinal: false }),
      close('2026-01-12T11:00', '300.00', { position: 'p' }),
    ];
    expect(play(trade, slices.slice(0, 1)).states[0]?.outcome).toBe('no_data');
    expect(play(trade, [...slices, close('2026-01-12T12:00', '600.00')]).states[0]).toMatchObject({ outcome: 'met', measured: 5000 });
  });
});

describe('min-trading-days', () => {
  const rules = (count_by: string) => ruleSet({ 'min-trading-days': [{ count_by, min_days: 2, min_profit_pct: '0.005' }] });
  const held = close('2026-01-14T10:00', '500.00', { openedAt: '2026-01-12T10:00' });

  it('counts one held position by opening, closing or every day between', () => {
    expect(play(rules('open'), [held]).states[0]).toMatchObject({ measured: 1, outcome: 'not_met' });
    expect(play(rules('close'), [held]).states[0]?.measured).toBe(1);
    expect(play(rules('held'), [held]).states[0]).toMatchObject({ measured: 3, outcome: 'met' });
  });

  it('counts a day in profit when it has ended, equality included', () => {
    expect(play(rules('day_profit'), [held]).states[0]?.measured).toBe(0);
    expect(play(rules('day_profit'), [held, clock('2026-01-15T09:00')]).states[0]?.measured).toBe(1);
  });

  it('is unknown when nobody told when positions were opened', () => {
    expect(play(rules('open'), [close('2026-01-14T10:00', '500.00')]).states[0]?.outcome).toBe('unknown');
  });
});

describe('min-trades', () => {
  it('counts positions, not slices', () => {
    const rules = ruleSet({ 'min-trades': [{ min: 2 }] });
    const events = [
      close('2026-01-12T10:00', '1.00', { position: 'p', isFinal: false }),
      close('2026-01-12T11:00', '1.00', { position: 'p' }),
    ];
    expect(play(rules, events).states[0]).toMatchObject({ outcome: 'not_met', headroom: 1 });
    expect(play(rules, [...events, close('2026-01-12T12:00', '1.00')]).states[0]?.outcome).toBe('met');
  });
});

describe('inactivity', () => {
  const rules = ruleSet({ inactivity: [{ days: 30, tz: 'UTC' }] });

  it('ends an idle account after the deadline, not at it', () => {
    const last = close('2026-01-12T10:00', '1.00');
    expect(play(rules, [last, clock('2026-02-11T10:00')]).raised).toEqual([]);
    expect(play(rules, [last, clock('2026-02-11T10:01')]).raised[0]).toMatchObject({ rule: 'inactivity', consequence: 'fail' });
  });

  it('an open position suspends it', () => {
    expect(play(rules, [opened('2026-01-12T10:00', position('1', '0.00')), clock('2026-03-11T10:00')]).raised).toEqual([]);
  });
});

describe('lot-size', () => {
  it('judges each position once, more than the limit only', () => {
    const rules = ruleSet({ 'lot-size': [{ max_lots: '2', per_symbol: { XAUUSD: '0.5' } }] });
    const events = [
      opened('2026-01-12T10:00', position('1', '0.00', '2.00')),
      opened('2026-01-12T10:01', position('2', '0.00', '2.01')),
      close('2026-01-12T11:00', '1.00', { position: '2', volume: '2.01' }),
    ];
    expect(play(rules, events).raised.map(({ subject, measured, limit }) => [subject, measured, limit])).toEqual([['2', 2010, 2000]]);
  });
});

describe('max-trades-per-day', () => {
  it('flags the trade after the last allowed one, and starts again at the reset', () => {
    const rules = ruleSet({ 'max-trades-per-day': [{ max: 2 }] });
    const open = (when: string, id: string) => opened(when, position(id, '0.00'));
    const two = [open('2026-01-12T10:00', '1'), open('2026-01-12T10:01', '2')];
    expect(play(rules, [...two, open('2026-01-13T10:00', '3')]).raised).toEqual([]);
    expect(play(rules, [...two, open('2026-01-12T10:02', '3'), open('2026-01-12T10:03', '4')]).raised).toHaveLength(1);
  });
});

describe('open positions', () => {
  const rules = ruleSet({ 'max-daily-loss': [{}] });
  const listed = mark('2026-01-12T10:00', { equity: '100300.00', positions: [position('a', '100.00', '2.00'), position('b', '200.00')] });

  it('a final slice takes its own floating away, a partial one its share', () => {
    const whole = play(rules, [listed, close('2026-01-12T11:00', '90.00', { position: 'b', isFinal: null, volume: '1.00' })]);
    expect(whole.facts).toMatchObject({ floating_cents: usd('100.00'), floating_basis: 'carried', balance_cents: usd('100090.00') });
    const part = play(rules, [listed, close('2026-01-12T11:00', '40.00', { position: 'a', isFinal: null, volume: '0.50' })]);
    expect(part.facts.positions.a).toMatchObject({ volume: '1.5', floating_cents: usd('75.00') });
    expect(part.facts.floating_cents).toBe(usd('275.00'));
  });

  it('a snapshot that counts no position makes the account flat', () => {
    const { facts } = play(rules, [listed, mark('2026-01-12T11:00', { count: 0 })]);
    expect(facts).toMatchObject({ positions: {}, floating_cents: 0, floating_basis: 'flat' });
  });
});
