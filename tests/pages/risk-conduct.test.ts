// Conduct by version: marks count once per account and under the version that found them, and the spread of the best winner is of accounts.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assessment, event, fail, record, trade } from '../db/assessment';
import { as, openAccount, PHASE, ruleDocument, stageFirm, staffId } from '../db/stage';
import { createTestDatabase, type TestDatabase } from '../support/database';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  await stageFirm(db.sql);
  const rules = JSON.parse(ruleDocument(2)) as { rules: Record<string, unknown> };
  rules.rules = { ...rules.rules, 'ea-trading': [{}], 'tick-scalping': [{}] };
  await db.sql.query(
    `insert into public.rule_sets (phase_id, code, version, initial_balance_cents, rules, state, effective_from, published_at)
     values ($1, 'house', 2, 10000000, $2, 'published', '2026-01-02', '2026-01-02')`,
    [PHASE, JSON.stringify(rules)],
  );
});
afterAll(() => db.close());

const mark = (rule: string, key: string) =>
  fail(`2026-02-01T10:0${key}:00.000Z`, { rule, consequence: 'flag', severity: 'warning', raised_key: `000${key}` });
let version = 0;
async function trader(login: string, wins: number[], violations: unknown[]): Promise<void> {
  const id = await openAccount(db.sql, login);
  const rows = wins.map((cents, place) => trade(`${login}-${place}`, cents, { close_time: `2026-02-01T11:0${place}:00Z` }));
  const events = rows.map((row) => event('trade', row.external_id, `000${(version += 1)}`));
  await record(db.sql, [assessment(id, 2, { events, trades: rows, violations })]);
}

test('robots, revenge and scalps are shares of those that traded; a rule the version lacks is null; the spread is over accounts', async () => {
  await trader('k1', [6000, 4000], [mark('ea-trading', '1'), mark('ea-trading', '2')]);
  await trader('k2', [9000, 500, 500], [mark('tick-scalping', '1')]);
  await trader('k3', [5000, 5000], []);
  await trader('k4', [7000], []);
  await openAccount(db.sql, 'k5');
  await db.sql.query('select refresh_consistency_view()');
  const [row] = await as<{ conduct: Record<string, unknown>[] }>(
    db.sql,
    { user: staffId('risk') },
    `select public.risk_analysis() -> 'conduct' as conduct`,
  );
  expect(row?.conduct).toHaveLength(1);
  expect(row?.conduct[0]).toMatchObject({
    version: 2,
    traded: 4,
    robots: 1,
    scalps: 1,
    revenge: null,
    winners: 3,
    best_low: 5000,
    best_median: 6000,
    best_high: 9000,
  });
});
