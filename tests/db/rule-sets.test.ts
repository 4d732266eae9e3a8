// What was published stays; publishing takes two people in the office; the classic flat view publishes by an update.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { assessment, event, one, record, trade } from './assessment';
import { as, LIVE_PHASE, openAccount, PHASE, ruleDocument, staffId, stageFirm } from './stage';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  await stageFirm(db.sql);
});
afterAll(() => db.close());

test.each([
  `update public.rule_sets set rules = jsonb_set(rules, '{rules}', '{}')`,
  `update public.rule_sets set effective_from = now()`,
  `update public.rule_sets set state = 'draft'`,
  `delete from public.rule_sets`,
])('a published rule set refuses "%s"', async (statement) => {
  await expect(db.sql.query(`${statement} where state = 'published'`)).rejects.toThrow(/never changes|never deleted/);
});
test('a document that says another version than its row is not published', async () => {
  const insert = `insert into public.rule_sets (phase_id, code, version, initial_balance_cents, rules, state, effective_from, published_at)
    values ($1, 'house', $2, 10000000, $3::jsonb, 'published', now(), now())`;
  await expect(db.sql.query(insert, [PHASE, 2, ruleDocument(7)])).rejects.toThrow('the document says another');
  await expect(db.sql.query(insert, [PHASE, 1, ruleDocument(1)])).rejects.toThrow(/count up|duplicate key/);
});
test('what is sold without a time limit takes no version with one, whoever publishes', async () => {
  const document = JSON.parse(ruleDocument(2)) as { rules: Record<string, unknown> };
  document.rules['max-period'] = [{ days: 30, starts: 'first_trade' }];
  const client = await db.sql.connect();
  try {
    await client.query('begin');
    await client.query(
      `update public.challenge_types set kind = 'no_time_limit' where id = (select challenge_type_id from public.phases where id = $1)`,
      [PHASE],
    );
    const insert = `insert into public.rule_sets (phase_id, code, version, initial_balance_cents, rules, state, effective_from, published_at)
      values ($1, 'house', 2, 10000000, $2::jsonb, 'published', now(), now())`;
    await expect(client.query(insert, [PHASE, JSON.stringify(document)])).rejects.toThrow('no-time-limit');
  } finally {
    await client.query('rollback');
    client.release();
  }
});
test('the office publishes with a second person, who signs what they saw', async () => {
  const draft = JSON.stringify({ phase_id: PHASE, rules: JSON.parse(ruleDocument(1)), note: 'tighter' });
  const [saved] = await as<{ id: string }>(
    db.sql,
    { user: staffId('config'), keep: true },
    'select public.save_rule_set($1::jsonb) as id',
    [draft],
  );
  const { checksum } = await one(db.sql, 'select checksum from public.rule_sets where id = $1', [saved?.id]);
  const publish = (user: string, sum: string) =>
    as(db.sql, { user, keep: true }, 'select public.publish_rule_set($1, $2, now())', [saved?.id, sum]);
  await expect(publish(staffId('config'), checksum)).rejects.toThrow('needs-another-person');
  await expect(publish(staffId('risk'), checksum)).rejects.toThrow('not-allowed');
  await expect(publish(staffId('admin'), 'something else')).rejects.toThrow('stale');
  const certificate = { engine: 'judge/1', cases: [], warnings: [] };
  const certified = { rule_set_id: saved?.id, staff_id: staffId('admin'), checksum, certificate, now: '2026-02-01T00:00:00Z' };
  await as(db.sql, { user: null, role: 'service_role', keep: true }, 'select public.certify_rule_set($1::jsonb)', [
    JSON.stringify(certified),
  ]);
  await publish(staffId('admin'), checksum);
  expect(await one(db.sql, 'select state, published_by, second_person from public.rule_sets where id = $1', [saved?.id])).toEqual({
    state: 'published',
    published_by: staffId('config'),
    second_person: staffId('admin'),
  });
});
test('the lines of the console work as written', async () => {
  const id = await openAccount(db.sql, 'c1');
  const before = await one(db.sql, 'select rule_set_id from public.accounts where id = $1', [id]);
  await db.sql.query(
    `update risk_rules_config set max_single_win_percent = 40.0, consistency_enabled = true where challenge_type = 'evaluation'`,
  );
  const flat = await one(db.sql, `select * from risk_rules_config where challenge_type = 'evaluation'`);
  expect(flat).toMatchObject({
    consistency_enabled: true,
    max_single_win_percent: '40',
    max_daily_loss_percent: '5',
    account_size: '100000.00',
  });
  const { rules } = await one(db.sql, 'select rules from public.rule_sets where id = $1', [flat.rule_set_id]);
  expect(rules.rules.consistency).toEqual([{ running: { threshold: '0.40' }, threshold: '0.30' }]);
  expect((await one(db.sql, 'select rule_set_id from public.accounts where id = $1', [id])).rule_set_id).toBe(before.rule_set_id);
  expect((await one(db.sql, `select migrate_accounts('evaluation', 'single-win limit lowered to 40 %') as n`)).n).toBe(1);
  expect((await one(db.sql, 'select rule_set_id from public.accounts where id = $1', [id])).rule_set_id).toBe(flat.rule_set_id);
  expect((await one(db.sql, `select reason from public.events where kind = 'account.rules-migrated'`)).reason).toContain('40 %');
});
test('a column that one value cannot say is refused by name', async () => {
  await expect(db.sql.query(`update risk_rules_config set min_trade_duration_seconds = 5`)).rejects.toThrow(
    'min_trade_duration_seconds needs more than one value',
  );
  await expect(db.sql.query(`update risk_rules_config set version = 99`)).rejects.toThrow('read-only');
  await expect(db.sql.query(`delete from risk_rules_config`)).rejects.toThrow('updates only');
});
test('where a live phase begins at zero, its accounts do, and no test may', async () => {
  const zero = (version: number) => JSON.stringify({ ...JSON.parse(ruleDocument(version)), initial_balance: '0.00' });
  const insert = `insert into public.rule_sets (phase_id, code, version, initial_balance_cents, rules, state, effective_from, published_at)
    values ($1, 'house', $2, 0, $3::jsonb, 'published', '2026-01-15', '2026-01-15') returning id`;
  await expect(db.sql.query(insert, [PHASE, 9, zero(9)])).rejects.toThrow('the document says another');
  const { id } = await one(db.sql, insert, [LIVE_PHASE, 9, zero(9)]);
  const account = await openAccount(db.sql, 'z1', { phase: 2 });
  expect(
    await one(db.sql, 'select rule_set_id, initial_balance_cents::int as initial from public.accounts where id = $1', [account]),
  ).toEqual({ rule_set_id: id, initial: 0 });
  expect(
    (await one(db.sql, 'select balance_cents::int as balance from public.account_facts where account_id = $1', [account])).balance,
  ).toBe(0);
  expect((await one(db.sql, 'select account_size from public.risk_rules_config where rule_set_id = $1', [id])).account_size).toBe(
    '100000.00',
  );
  const { id: begun } = await one(db.sql, 'select id from public.rule_sets where phase_id = $1 and version = 1', [LIVE_PHASE]);
  await expect(db.sql.query(`select private.move_account($1, $2, 'why', 'yes', now())`, [account, begun])).rejects.toThrow(
    'keeps the balance it began with',
  );
});
test('the worked example of the running share: 2300.00, 4, 1000.00 and four rows', async () => {
  const id = await openAccount(db.sql, 'c2');
  const wins = [100000, 50000, 60000, 20000].map((cents, i) => trade(`t${i}`, cents, { close_time: `2026-02-01T10:0${i}:00Z` }));
  let version = 2;
  for (const win of [wins[0], wins[2], wins[1], wins[3], trade('loss', -30000)]) {
    await record(db.sql, [assessment(id, version, { events: [event('trade', win?.external_id ?? '', `000${version}`)], trades: [win] })]);
    version += 1;
  }
  expect(await one(db.sql, 'select * from get_cumulative_profit($1)', [id])).toEqual({
    cumulative_profit: '2300.00',
    total_winning_trades: 4,
    largest_win: '1000.00',
  });
  const { rows } = await db.sql.query(
    'select trade_percentage, total_winning_trades from public.trade_consistency_snapshot where account_id = $1 order by closed_at',
    [id],
  );
  expect(rows.map((row) => [row.trade_percentage, row.total_winning_trades])).toEqual([
    ['100.0000', 1],
    ['33.3333', 2],
    ['28.5714', 3],
    ['8.6957', 4],
  ]);
  await db.sql.query('select refresh_consistency_view()');
});
