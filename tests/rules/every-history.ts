// Generated histories for what holds of every rule: openings, slices, changes, lists and payouts, in order of their keys.
import fc from 'fast-check';
import { cents } from '@/lib/money';
import { compareKeys, EVENT_CLASS, orderKey } from '@/lib/rules/order';
import type { FoldEvent, Opening } from '@/lib/rules/types';
import { position, type Rules } from './account';

const START = Date.parse('2026-03-26T08:00:00Z');
const FLAG = { consequence: 'flag' };
/** Every rule of the register, each with parameters under which the histories can break it. */
export const ALL: Rules = {
  'max-daily-loss': [{ consequence: 'pause' }],
  'max-drawdown': [{ mode: 'trailing_closed_balance', amount: { pct: '0.30', of: 'initial' } }],
  'max-period': [{ days: 20, ...FLAG }],
  inactivity: [{ days: 5, ...FLAG }],
  consistency: [{ threshold: '0.50', running: {} }],
  'lot-size': [{ max_lots: '2' }],
  'max-exposure': [{ max_lots: '3', mini_equivalent: 10 }],
  'lot-consistency': [{}],
  'scaling-contracts': [
    {
      levels: [
        ['0.00', 1],
        ['500.00', 3],
      ],
    },
  ],
  'risk-per-trade': [
    { limit_pct: '0.01', ...FLAG },
    { basis: 'position_size', limit_pct: '0.50', ...FLAG },
  ],
  'stop-loss-required': [{}],
  'trading-hours': [
    { tz: 'America/New_York', windows: [{ days: [1, 2, 3, 4, 5], from: '09:30', to: '16:00' }], applies_to: 'open_and_close' },
  ],
  'weekend-holding': [{ tz: 'America/New_York', time: '15:45' }],
  'overnight-holding': [{ tz: 'America/Chicago', time: '15:10' }],
  'news-window': [{ phases: ['evaluation'], instruments_by_event: { CPI: ['*'] } }],
  'ea-trading': [{ allowed: false, comments: ['*bot*'], flag_at: 30 }],
  'revenge-trading': [{}, { mult: '2.00', window_s: 600, min_steps: 3 }],
  'tick-scalping': [{ min_s: 60, max_short_count_share: '0.5', ...FLAG }],
  'max-trades-per-day': [{ max: 2 }],
  'profit-target': [{ target_pct: '0.08' }],
  'min-trading-days': [{ count_by: 'held', min_days: 4 }],
  'min-trades': [{ min: 5 }],
};
export const opening: Opening = { at: START, balance_cents: cents(10_000_000), is_funded: true };

export const step = fc.record({
  minutes: fc.integer({ min: 0, max: 900 }),
  kind: fc.constantFrom('opened', 'opened', 'deal', 'deal', 'slice', 'closed-only', 'changed', 'positions', 'payout'),
  size: fc.integer({ min: -90_000, max: 90_000 }),
  lots: fc.constantFrom('0.10', '0.50', '1.00', '2.50'),
  symbol: fc.constantFrom('EURUSD', 'XAUUSD', 'BTCUSD', 'NOBODY'),
  position: fc.constantFrom('a', 'b', 'c'),
  stop: fc.option(fc.constantFrom('1.0800', '0.9000')),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function eventOf({ kind, size, lots, symbol, position: id, stop, minutes }: Step, at: number, index: number): FoldEvent {
  const eventClass = kind === 'positions' ? EVENT_CLASS.mark : kind === 'payout' ? EVENT_CLASS.payout : EVENT_CLASS.deal;
  const base = { at, id: `${index}`, key: orderKey(BigInt(at) * 1000n, eventClass, `${index}`) };
  const held = position(id, size > 0 ? '-90.00' : null, lots, { symbol, stop_loss: stop, opened_at: at - minutes * 1000 });
  switch (kind) {
    case 'opened':
      return { ...base, kind: 'opened', position: { ...held, opened_at: at, ...(size > 0 ? { magic: '7' } : { comment: 'a bot' }) } };
    case 'changed':
      return { ...base, kind: 'changed', position_id: id, stop_loss: stop, volume: lots };
    case 'positions':
      return { ...base, kind: 'mark', positions: size > 60_000 ? [] : [held] };
    case 'payout':
      return { ...base, kind: 'payout', amount_cents: cents(Math.abs(size) + 1) };
    default: {
      const lonely = kind === 'closed-only';
      const booked = { booked_cents: cents(size), net_cents: cents(size), symbol, side: 'buy' as const, volume: lots };
      const since = lonely && size > 0 ? null : at - minutes * 60_000;
      return { ...base, kind: 'deal', ...booked, position_id: lonely ? `x${index}` : id, opened_at: since, is_final: kind !== 'slice' };
    }
  }
}

export function historyOf(steps: readonly Step[]): FoldEvent[] {
  let at = START;
  return steps.map((one, index) => eventOf(one, (at += one.minutes * 60_000), index)).sort((a, b) => compareKeys(a.key, b.key));
}
export const histories = fc.array(step, { maxLength: 40 }).map(historyOf);
