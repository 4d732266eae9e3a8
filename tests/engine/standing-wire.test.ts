// What travels between a batch and the database in columns: nothing is lost on the way in or out, whatever a text holds.
import { expect, test } from 'vitest';
import { readStanding, StandingColumns } from '@/lib/engine/standing-wire';
import type { StandingRow } from '@/lib/engine/judge-now';

const row = (account_id: string, more: object) =>
  ({ account_id, equity_cents: null, nearest_rule: null, rule_states: [], days: [], ...more }) as unknown as StandingRow;

function standingColumns(rows: StandingRow[]) {
  const columns = new StandingColumns();
  for (const one of rows) columns.add(one);
  return columns.told();
}

test('each column is the text of a Postgres array, with nothing and odd texts told apart', () => {
  const told = standingColumns([
    row('a', { nearest_rule: 'say "x" \\ {y}, NULL', equity_cents: -5 }),
    row('b', { rule_states: [{ message: '"' }] }),
  ]);
  expect(told).toMatchObject({
    account_id: '{"a","b"}',
    equity_cents: '{-5,NULL}',
    nearest_rule: '{"say \\"x\\" \\\\ {y}, NULL",NULL}',
    rule_states: '[[],[{"message":"\\""}]]',
  });
});

test('days name the account they belong to, and none are none', () => {
  const day = { trading_day: '2026-11-21', is_breached: false, floors: { 'max-daily-loss#0': 1 } };
  const told = standingColumns([row('a', {}), row('b', { days: [day, { ...day, trading_day: '2026-11-22', floors: {} }] })]);
  expect(told?.days).toEqual({
    account_id: '{"b","b"}',
    trading_day: '{"2026-11-21","2026-11-22"}',
    is_breached: '{false,false}',
    floors: '[{"max-daily-loss#0":1},{}]',
  });
  expect(standingColumns([row('a', {})])?.days).toEqual({ floors: '[]' });
  expect(standingColumns([])).toBeNull();
});

test('a row that came is an account to judge, or one that is answered by its status', () => {
  const rest = [
    'r1',
    10_000_000,
    '2026-11-01T00:00:00Z',
    null,
    null,
    7,
    '2026-11-20',
    'print',
    { format: 'facts/1' },
    [{ id: 'v' }],
    'judge 3 7',
  ];
  const lines = [
    ['a', 'active', 3, ...rest],
    ['b', 'closed', 9, ...rest],
  ];
  const [open, ended] = readStanding(lines.map((line) => JSON.stringify(line)));
  expect(open).toMatchObject({
    account_id: 'a',
    version: 3,
    rule_set_id: 'r1',
    initial_balance_cents: 10_000_000,
    facts_version: 7,
    judged_day: '2026-11-20',
    standing_print: 'print',
    facts: { format: 'facts/1' },
    violations: [{ id: 'v' }],
    standing_of: 'judge 3 7',
    events: [],
  });
  expect(ended).toEqual({ account_id: 'b', status: 'closed' });
});
