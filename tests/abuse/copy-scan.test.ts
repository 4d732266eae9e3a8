// From trades in the database to signals, cases and decisions: a copier under another name of the symbol, a hedger, one trader's own, honest ones.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareAccounts } from '@/lib/abuse/compare-scan';
import { rescanCopies, scanCopies } from '@/lib/abuse/copy-scan';
import { as, openAccount, SECOND_RISK, staffId, stageFirm } from '../db/stage';
import { startTestStack, type TestStack } from '../support/stack';
import { DAY, DAYS, honest, market, START, type Open } from './crowd';

let stack: TestStack;
const [RISK, OTHER] = [staffId('risk'), SECOND_RISK];
const NOW = new Date(START + DAYS * DAY);
const accounts: string[] = [];
const [LEADER, COPIER, HEDGER, OWN, COUNT] = [20, 21, 22, 23, 24];
const SYMBOLS = ['EURUSD', 'XAUUSD', 'GBPUSD', 'US30'];

async function store(account: number, opens: readonly Open[], nameOf = (symbol: string) => symbol, prefix = 't'): Promise<void> {
  const rows = opens.map(({ symbol, at, side, lots, closed }, k) => ({
    ...{ external_id: `${prefix}${k}`, symbol: nameOf(SYMBOLS[symbol % 4] as string), type: side === 0 ? 'buy' : 'sell', lots },
    ...{ open_time: new Date(at).toISOString(), close_time: new Date(Math.max(closed, at)).toISOString() },
  }));
  await stack.sql.query(
    `insert into public.trades (account_id, external_id, ticket_number, position_id, symbol, type, lots, open_price, close_price, open_time, close_time, profit_loss_cents, booked_cents)
     select $1, x.external_id, x.external_id, x.external_id, x.symbol, x.type, x.lots, 1, 1, x.open_time, x.close_time, 0, 0
     from jsonb_to_recordset($2::jsonb) as x(external_id text, symbol text, type text, lots numeric, open_time timestamptz, close_time timestamptz)`,
    [accounts[account], JSON.stringify(rows)],
  );
}
const late = (opens: readonly Open[], ms: number, opposite = false): Open[] =>
  opens.map((one) => ({ ...one, at: one.at + ms, closed: one.closed + ms, side: opposite ? (one.side === 0 ? 1 : 0) : one.side }));

interface Row {
  id: string;
  kind: string;
  a: string;
  b: string;
  state: string;
  relation: string;
  score: string;
  version: string;
  evidence_count: number;
  points: string;
}
const signals = async (): Promise<Row[]> =>
  (
    await stack.sql.query<Row>(
      `select s.id, s.kind, a.login as a, b.login as b, s.state, s.relation, s.score, s.version, s.evidence_count, (select sum((p ->> 'points')::numeric) from jsonb_array_elements(s.parts) p)::text as points
       from public.abuse_signals s join public.accounts a on a.id = s.account_a join public.accounts b on b.id = s.account_b order by s.kind, least(a.login, b.login), greatest(a.login, b.login)`,
    )
  ).rows;
const pairOf = (row: Row): string => [row.kind, ...[row.a, row.b].sort()].join(' ');
const flagged = async (): Promise<string[]> =>
  (await stack.sql.query<{ login: string }>('select login from public.accounts where copy_flag order by login')).rows.map(
    ({ login }) => login,
  );
const told = (user: string, text: string, values: unknown[]) =>
  as<{ answer: Record<string, unknown> }>(stack.sql, { user, keep: true }, `select ${text} as answer`, values).then(
    (rows) => rows[0]?.answer ?? {},
  );
const decide = async (row: Row | undefined, state: string, user = RISK) =>
  told(user, 'public.decide_abuse_signal($1, $2, $3, $4)', [row?.id, row?.version, state, 'Looked at both.']);

beforeAll(async () => {
  stack = await startTestStack();
  await stageFirm(stack.sql);
  await stack.sql.query(
    `insert into public.symbols (code, class, aliases) values ('EURUSD', 'forex', '{EURUSD.r}'), ('XAUUSD', 'metal', '{GOLD}'), ('GBPUSD', 'forex', '{}'), ('US30', 'index', '{}')`,
  );
  for (let k = 0; k < COUNT; k++) accounts.push(await openAccount(stack.sql, `${100 + k}`, { trader: k === OWN ? LEADER + 1 : k + 1 }));
  const scene = market(7);
  for (let k = 0; k < LEADER; k++) await store(k, honest(scene, 60));
  const led = honest(scene, 40).map((one, k) => ({ ...one, symbol: k % 4 }));
  await store(LEADER, led);
  await store(COPIER, late(led, 1_500), (symbol) => ({ EURUSD: 'eurusd.r', XAUUSD: 'GOLD' })[symbol] ?? symbol);
  await store(HEDGER, late(led, 3_000, true));
  await store(OWN, late(led, 800));
});
afterAll(() => stack.close());

test('the copier is found under another name of the symbol, so is the hedger; own accounts stand apart; nobody honest is told of', async () => {
  expect(await rescanCopies(NOW)).toMatchObject({ mode: 'full', accounts_compared: COUNT });
  const found = await signals();
  expect(found.map(pairOf)).toEqual([
    ...['copy_trade 120 121', 'copy_trade 120 123', 'copy_trade 121 123'],
    ...['hedge 120 122', 'hedge 121 122', 'hedge 122 123'],
  ]);
  expect(found.find((row) => pairOf(row) === 'copy_trade 120 123')?.relation).toBe('own');
  expect(await flagged()).toEqual(['120', '121', '122', '123']);
  // Whatever the symbol is called, every opening goes with its copy.
  expect(found.find((row) => pairOf(row) === 'copy_trade 120 121')?.evidence_count).toBe(40);
  for (const row of found) expect(Number(row.points)).toBe(Number(row.score));
});

test('every matched pair of trades is a row, with symbol, sides, seconds apart and volume ratio', async () => {
  const { rows } = await stack.sql.query(
    `select distinct m.symbol, m.ms_apart * case when m.login_a = '120' then 1 else -1 end as apart, m.side_a = m.side_b as same, m.volume_ratio::float8 as ratio from public.matches_list m
     where m.kind = 'copy_trade' and '120' in (m.login_a, m.login_b) and '121' in (m.login_a, m.login_b)`,
  );
  expect(rows.length).toBeGreaterThan(0);
  const each = `select s.evidence_count, count(m.id) from public.abuse_signals s left join public.abuse_matches m on m.signal_id = s.id group by s.id`;
  expect((await stack.sql.query(`${each} having s.evidence_count <> count(m.id)`)).rows).toEqual([]);
  for (const row of rows) expect(row).toMatchObject({ apart: '1500', same: true, ratio: 1 });
  expect(SYMBOLS).toEqual(expect.arrayContaining(rows.map((row: { symbol: string }) => row.symbol)));
});

test('any two accounts can be laid side by side, what goes together and what does not, and nothing is written', async () => {
  const before = await signals();
  const compared = await compareAccounts(accounts[COPIER] ?? '', accounts[LEADER] ?? '', NOW);
  const told = before.find((row) => pairOf(row) === 'copy_trade 120 121');
  expect(compared).toMatchObject({ direction: 'same', isAlike: true, matched: 40, score: Number(told?.score) });
  expect(compared?.lines.map(({ a, b }) => (b?.at ?? 0) - (a?.at ?? 0))).toEqual(Array.from({ length: 40 }, () => -1_500));
  const apart = await compareAccounts(accounts[0] ?? '', accounts[LEADER] ?? '', NOW);
  expect(apart).toMatchObject({ isAlike: false });
  const alone = apart?.lines.filter(({ a, b }) => a === null || b === null);
  expect(alone).toHaveLength((apart?.lines.length ?? 0) - (apart?.matched ?? 0));
  expect(await signals()).toEqual(before);
});

test('a second whole search changes nothing', async () => {
  const before = [await signals(), (await stack.sql.query('select count(*) from public.abuse_matches')).rows];
  await rescanCopies(NOW);
  expect([await signals(), (await stack.sql.query('select count(*) from public.abuse_matches')).rows]).toEqual(before);
});

test('a search after new trades looks at their neighbours only, and finds what the whole one finds', async () => {
  const began = honest(market(11), 30);
  await store(0, began, undefined, 'n');
  await store(1, late(began, 2_000), undefined, 'n');
  // What was stored in the last minutes is looked at again; here that is all of it.
  await stack.sql.query(`update public.abuse_scans set through = now() + interval '1 hour'`);
  expect(await scanCopies(NOW)).toMatchObject({ mode: 'incremental', trades_read: 0 });
  await stack.sql.query(`update public.abuse_scans set through = now() - interval '1 hour'`);
  const near = await scanCopies(NOW);
  expect(near).toMatchObject({ mode: 'incremental' });
  const incremental = (await signals()).find((row) => pairOf(row) === 'copy_trade 100 101');
  await rescanCopies(NOW);
  const whole = (await signals()).find((row) => pairOf(row) === 'copy_trade 100 101');
  expect(incremental).toBeDefined();
  expect(whole).toEqual(incremental);
});

test('cleared, a pair stays cleared however often it is found again, until as much again has come after the decision', async () => {
  const row = (await signals()).find((one) => pairOf(one) === 'copy_trade 100 101');
  expect(await decide(row, 'cleared')).toMatchObject({ outcome: 'decided', state: 'cleared' });
  expect(await flagged()).not.toContain('100');
  await rescanCopies(NOW);
  expect((await signals()).find((one) => one.id === row?.id)?.state).toBe('cleared');
  await stack.sql.query(`update public.abuse_signals set decided_at = $2 where id = $1`, [row?.id, new Date(START).toISOString()]);
  await rescanCopies(NOW);
  expect((await signals()).find((one) => one.id === row?.id)?.state).toBe('open');
  expect(await flagged()).toContain('100');
});

test('a decision on what has changed meanwhile is told so and does nothing', async () => {
  const row = (await signals()).find((one) => pairOf(one) === 'copy_trade 100 101') as Row;
  expect(await decide({ ...row, version: '1' }, 'watch')).toMatchObject({ outcome: 'stale', state: 'open' });
  expect(await decide(row, 'watch')).toMatchObject({ outcome: 'decided' });
});

test('a confirmed pair penalises nobody: it opens a case for each account, which somebody else decides', async () => {
  const row = (await signals()).find((one) => pairOf(one) === 'copy_trade 120 121');
  const { cases } = await decide(row, 'confirmed');
  expect(cases).toHaveLength(2);
  const standing = await stack.sql.query(`select status from public.accounts where login in ('120', '121')`);
  expect(standing.rows).toEqual([{ status: 'active' }, { status: 'active' }]);
  const filed = await stack.sql.query(
    `select r.id, r.version, r.evidence, a.login from public.reviews r join public.accounts a on a.id = r.account_id where r.kind = 'abuse' order by a.login`,
  );
  expect(filed.rows.map(({ login }) => login)).toEqual(['120', '121']);
  expect(filed.rows[0].evidence.signals[0]).toMatchObject({ signal_id: row?.id, kind: 'copy_trade', matches: expect.any(Array) });
  const [first, second] = filed.rows;
  const answer = (user: string, one: { id: string; version: string }, state: string, choice: string | null) =>
    told(user, 'public.decide_review($1, $2, $3, $4, $5)', [one.id, one.version, state, 'Both are one hand.', choice]);
  await expect(answer(RISK, first, 'approved', 'block')).rejects.toThrow('needs-another-person');
  expect(await answer(OTHER, first, 'approved', 'block-and-bar')).toMatchObject({ effect: { account: 'blocked', payouts_withheld: true } });
  expect(await answer(OTHER, second, 'rejected', null)).toMatchObject({ state: 'rejected' });
  // One case about the pair was approved, so the pair is not cleared by the other.
  expect((await signals()).find((one) => one.id === row?.id)?.state).toBe('confirmed');
});

test('withheld payouts are a question nobody has answered, in words that give nothing away, until somebody else lets them go', async () => {
  const questions = async () =>
    (await stack.sql.query(`select private.payout_questions(a) as words from public.accounts a where a.login = '120'`)).rows[0].words;
  expect(await questions()).toEqual(['payouts-withheld']);
  await expect(told(OTHER, 'public.lift_payout_bar($1, $2)', [accounts[LEADER], 'Looked again.'])).rejects.toThrow('needs-another-person');
  expect(await told(RISK, 'public.lift_payout_bar($1, $2)', [accounts[LEADER], 'Looked again.'])).toBe(true);
  expect(await questions()).toEqual([]);
});

test('a case that is turned down clears its pair', async () => {
  const row = (await signals()).find((one) => pairOf(one) === 'hedge 121 122');
  await decide(row, 'confirmed');
  const open = await stack.sql.query(
    `select id, version from public.reviews where kind = 'abuse' and rule = 'hedge' and state = 'open' order by id`,
  );
  for (const one of open.rows) {
    await told(OTHER, 'public.decide_review($1, $2, $3, $4, null)', [one.id, one.version, 'rejected', 'Two strategies.']);
  }
  expect((await signals()).find((one) => one.id === row?.id)?.state).toBe('cleared');
  expect((await stack.sql.query('select * from private.check_all()')).rows).toEqual([]);
});

test('a confirmed signal without its case, a bar without an approved one and a flag that nothing bears out are each told as broken', async () => {
  const brokenBy = async (change: string): Promise<string[]> => {
    const client = await stack.sql.connect();
    try {
      await client.query('begin');
      await client.query(change);
      return (await client.query<{ invariant: string }>('select distinct invariant from private.check_abuse()')).rows.map(
        ({ invariant }) => invariant,
      );
    } finally {
      await client.query('rollback');
      client.release();
    }
  };
  expect(await brokenBy(`update public.abuse_signals set summary = summary`)).toEqual([]);
  expect(await brokenBy(`update public.reviews set evidence = '{}' where kind = 'abuse'`)).toEqual(['every confirmed signal has its case']);
  expect(await brokenBy(`update public.accounts set copy_flag = not copy_flag where login = '100'`)).toEqual([
    'the copy flag agrees with the signals',
  ]);
  expect(
    await brokenBy(
      `update public.payout_bars b set review_id = r.id from public.reviews r where r.kind = 'abuse' and r.state = 'rejected'`,
    ),
  ).toEqual(['payouts are withheld by an approved case']);
});

test('a trader sees neither signals, matches, scans nor what was withheld, and by no door that their account is flagged', async () => {
  const seen = await as<{ copy_flag: boolean }>(
    stack.sql,
    { user: RISK },
    `select copy_flag from public.accounts_list where login = '120'`,
  );
  expect(seen).toEqual([{ copy_flag: true }]);
  const { id, client } = await stack.signUp('trader21@mail.test');
  await stack.sql.query(
    `update public.traders t set auth_user_id = $1 from public.accounts a where a.trader_id = t.id and a.login = '120'`,
    [id],
  );
  const own = await client.from('accounts_list').select('login,copy_flag').order('login');
  expect(own.data).toEqual([
    { login: '120', copy_flag: null },
    { login: '123', copy_flag: null },
  ]);
  expect((await client.from('accounts_list').select('login').eq('copy_flag', true)).data).toEqual([]);
  expect((await client.from('accounts').select('login').eq('copy_flag', true)).error?.code).toBe('42501');
  for (const table of ['abuse_signals', 'abuse_matches', 'abuse_scans', 'signals_list', 'matches_list', 'payout_bars']) {
    expect((await client.from(table).select('*')).data ?? []).toEqual([]);
  }
});
