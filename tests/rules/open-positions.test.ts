// Open positions and their worth: carried, scaled by a partial close, gone when the snapshot says so.
import { describe, expect, it } from 'vitest';
import { close, mark, play, position, ruleSet, usd } from './account';

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
