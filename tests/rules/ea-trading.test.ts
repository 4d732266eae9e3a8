// Signs of machines: what the platform declares may fail an account, what is inferred only flags; patterns at their edges.
import { describe, expect, it } from 'vitest';
import { close, opened, play, position, ruleSet } from './account';
import type { Signature } from '@/lib/rules/types';

const rules = (more: Record<string, unknown> = {}) => ruleSet({ 'ea-trading': [{ allowed: false, ...more }] });
const START = Date.parse('2026-01-12T10:00:00Z');
const after = (ms: number) => new Date(START + ms).toISOString();
const open = (ms: number, id: string, signature: Signature = {}, symbol = 'EURUSD') =>
  opened(after(ms), position(id, '0.00', '1', { symbol, ...signature }));
const found = (events: Parameters<typeof play>[1], more = {}) =>
  play(rules(more), events).raised.map(({ outcome, consequence, measured }) => [outcome, consequence, measured]);

describe('ea-trading', () => {
  it('what the platform declares takes the consequence of the rule set', () => {
    expect(found([open(0, 'a', { reason: 'expert' })], { consequence: 'fail' })).toEqual([['breach', 'fail', 100]]);
    expect(found([open(0, 'a', { magic: '77' })])).toEqual([['breach', 'flag', 100]]);
    expect(found([open(0, 'a', { magic: '0', reason: 'client' })])).toEqual([]);
    expect(found([open(0, 'a', { magic: '77', reason: 'expert' })], { allow_magic: ['77'] })).toEqual([]);
  });

  it('inferred points flag whatever the consequence, and only from the threshold on', () => {
    expect(found([open(0, 'a', { comment: 'my EA v2' })], { consequence: 'fail', comments: ['*EA*'] })).toEqual([['breach', 'flag', 60]]);
    expect(found([open(0, 'a', { comment: 'my EA v2' })], { comments: ['*EA*'], flag_at: 61 })).toEqual([]);
  });

  it('ten openings within a minute are a burst, nine are not', () => {
    const burst = (count: number, step: number) =>
      Array.from({ length: count }, (_, i) => open(i * step + (i % 2) * 900, `b${i}`, { magic: '0' }));
    expect(found(burst(10, 6_000), { flag_at: 40 })).toEqual([['breach', 'flag', 40]]);
    expect(found(burst(9, 6_000), { flag_at: 40 })).toEqual([]);
    expect(found(burst(10, 7_000), { flag_at: 40 })).toEqual([]);
  });

  it('twenty openings at one pace are regular, and an uneven hand is not', () => {
    const paced = (wobble: number) => Array.from({ length: 20 }, (_, i) => open(i * 600_000 + (i % 2) * wobble, `r${i}`, { magic: '0' }));
    expect(found(paced(0), { flag_at: 40 })).toEqual([['breach', 'flag', 40]]);
    expect(found(paced(60_000), { flag_at: 40 })).toEqual([]);
  });

  it('five openings within a second of a close in another symbol are replies', () => {
    const pair = (i: number) => [
      open(i * 600_000, `x${i}`, { magic: '0' }),
      close(after(i * 600_000 + 100_000 + i * 9_000), '1.00', { position: `x${i}` }),
      open(i * 600_000 + 101_000 + i * 9_000, `y${i}`, {}, 'XAUUSD'),
    ];
    expect(found([0, 1, 2, 3].flatMap(pair), { flag_at: 30 })).toEqual([]);
    expect(found([0, 1, 2, 3, 4].flatMap(pair), { flag_at: 30 })).toEqual([['breach', 'flag', 30]]);
  });

  it('where programs are allowed only the requests of a day count', () => {
    const most = ruleSet({ 'ea-trading': [{ max_requests_per_day: 2 }] });
    const three = [open(0, 'a', { reason: 'expert' }), open(1000, 'b'), open(2000, 'c')];
    expect(play(most, three.slice(0, 2)).raised).toEqual([]);
    expect(play(most, three).raised).toMatchObject([{ measured: 3, limit: 2 }]);
    expect(play(most, [...three.slice(0, 2), opened('2026-01-13T10:00', position('d', '0.00'))]).raised).toEqual([]);
  });

  it('is unknown where the platform tells nothing and there are few trades', () => {
    const { raised, states } = play(rules(), [close(after(0), '1.00', { openedAt: '2026-01-12T09:00' })]);
    expect(raised).toMatchObject([{ outcome: 'unknown' }]);
    expect(states[0]?.outcome).toBe('unknown');
  });
});
