// A group's questions: who breaks first at the same loss, and who left the pack, by trade.
import { expect, test } from 'vitest';
import { divergence, type GroupTrade } from '@/lib/accounts/divergence';
import { weakest, type Member } from '@/lib/accounts/group';

const member = (id: string, headroom: number | null, initial: number, more: Partial<Member> = {}): Member => ({
  id,
  login: id,
  status: 'active',
  is_alive: true,
  risk_state: 'safe',
  trader_name: null,
  currency: 'USD',
  initial_balance_cents: initial,
  headroom_cents: headroom,
  nearest_rule: null,
  used_bps: null,
  activated_at: null,
  closed_at: null,
  ...more,
});
const ids = (rows: { member: Member }[]) => rows.map((row) => row.member.id);

test('the weakest in money need not be the weakest for its size', () => {
  const standing = weakest([
    member('large', 200_000, 10_000_000),
    member('small', 100_000, 1_000_000),
    member('over', -1, 10_000_000),
    member('unknown', null, 10_000_000),
    member('blocked', 1, 10_000_000, { status: 'blocked' }),
  ]);
  expect(ids(standing.byMoney)).toEqual(['over', 'small', 'large']);
  expect(ids(standing.byShare)).toEqual(['over', 'large', 'small']);
  expect(standing.byShare.map(({ left_bps }) => left_bps)).toEqual([-1, 200, 1000]);
  expect(standing.notKnown).toBe(1);
});

test('money of two currencies is not compared', () => {
  const standing = weakest([member('dollars', 500, 100), member('euros', 900, 100, { currency: 'EUR' })]);
  expect(ids(standing.byMoney)).toEqual(['euros', 'dollars']);
});

const START = Date.parse('2026-11-18T09:00:00Z');
const trade = (account_id: string, seconds: number, more: Partial<GroupTrade> = {}): GroupTrade => ({
  account_id,
  symbol: 'EURUSD',
  side: 'buy',
  lots: '1.0',
  at: START + seconds * 1000,
  ...more,
});
const span = (id: string, more: object = {}) => ({ id, from: 0, until: null, ...more });
const members = ['a', 'b', 'c', 'd'].map((id) => span(id));

test('who did not take the trade of the group left the pack, and who took the other side is told apart', () => {
  const { pack, standings } = divergence(members, [trade('a', 0), trade('b', 60), trade('c', 20, { side: 'sell' })]);
  expect(pack).toEqual([
    {
      symbol: 'EURUSD',
      side: 'buy',
      at: START,
      followed: [
        { id: 'a', lots: '1.0', seconds_after: 0 },
        { id: 'b', lots: '1.0', seconds_after: 60 },
      ],
      missed: ['d'],
      opposed: ['c'],
    },
  ]);
  expect(standings.find(({ id }) => id === 'c')).toEqual({ id: 'c', followed: 0, missed: 0, opposed: 1, alone: 1 });
});

test('a trade of fewer than half, or later than a minute, is nobody’s trade but their own', () => {
  const five = [...members, span('e')];
  expect(divergence(five, [trade('a', 0), trade('b', 1)]).pack).toEqual([]);
  const late = divergence(members, [trade('a', 0), trade('b', 61)]);
  expect(late.pack).toEqual([]);
  expect(late.standings.map(({ alone }) => alone)).toEqual([1, 1, 0, 0]);
});

test('an account that was not open then left nothing, and one account never makes a pack of its own', () => {
  const then = [span('a'), span('b'), span('ended', { until: START }), span('later', { from: START + 1 })];
  expect(divergence(then, [trade('a', 0), trade('b', 5)]).pack[0]?.missed).toEqual([]);
  expect(divergence([span('a'), span('b')], [trade('a', 0), trade('a', 5), trade('a', 9)]).pack).toEqual([]);
});

test('two trades of the group in one minute are two', () => {
  const { pack } = divergence([span('a'), span('b')], [trade('a', 0), trade('b', 1), trade('a', 10), trade('b', 11)]);
  expect(pack.map(({ at }) => at)).toEqual([START + 10_000, START]);
});
