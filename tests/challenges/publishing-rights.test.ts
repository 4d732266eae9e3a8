// Who may write, publish and migrate rule sets, asked of the database the actions call.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assessment, fail, one, record } from '../db/assessment';
import { as, openAccount, PHASE, ROLES, ruleDocument, staffId, stageFirm } from '../db/stage';
import { createTestDatabase, type TestDatabase } from '../support/database';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  await stageFirm(db.sql);
});
afterAll(() => db.close());

const save = (user: string, keep = true) =>
  as<{ id: string }>(db.sql, { user, keep }, 'select public.save_rule_set($1::jsonb) as id', [
    JSON.stringify({ phase_id: PHASE, rules: JSON.parse(ruleDocument(1)), note: 'draft' }),
  ]);
const certify = async (user: string, id: string | undefined, more: Record<string, unknown> = {}) => {
  const { checksum } = await one(db.sql, 'select checksum from public.rule_sets where id = $1', [id]);
  const p = {
    rule_set_id: id,
    staff_id: user,
    checksum,
    certificate: { engine: 'judge/1', cases: [], warnings: [] },
    now: '2026-02-01T00:00:00Z',
    ...more,
  };
  const [row] = await as<{ done: boolean }>(
    db.sql,
    { user: null, role: 'service_role', keep: true },
    'select public.certify_rule_set($1::jsonb) as done',
    [JSON.stringify(p)],
  );
  return row?.done;
};
const publish = async (user: string, id: string | undefined, keep = false) => {
  const { checksum } = await one(db.sql, 'select checksum from public.rule_sets where id = $1', [id]);
  return as(db.sql, { user, keep }, 'select public.publish_rule_set($1, $2, now())', [id, checksum]);
};
const migrate = (user: string, ruleSetId: string, reason = 'limit lowered', consent = 'each agreed by mail') =>
  as<{ n: number }>(db.sql, { user, keep: true }, 'select public.migrate_phase($1, $2, $3, $4, now()) as n', [
    PHASE,
    ruleSetId,
    reason,
    consent,
  ]);
const MAY = new Set(['config', 'admin']);

describe.each(ROLES)('%s', (role) => {
  test('saves and publishes if their role sets rules, and never else', async () => {
    const [draft] = await save(staffId(role === 'config' ? 'admin' : 'config'));
    if (MAY.has(role)) {
      await certify(staffId(role), draft?.id);
      await expect(save(staffId(role), false)).resolves.toHaveLength(1);
      await expect(publish(staffId(role), draft?.id)).resolves.toHaveLength(1);
      return;
    }
    await expect(save(staffId(role), false)).rejects.toThrow('not-allowed');
    await expect(publish(staffId(role), draft?.id)).rejects.toThrow('not-allowed');
    await expect(migrate(staffId(role), draft?.id ?? '')).rejects.toThrow('not-allowed');
  });
  test('sees every version with who is pinned to it', async () => {
    const rows = await as(
      db.sql,
      { user: staffId(role) },
      'select state, accounts_running, is_in_force from public.rule_sets_list where version = 1',
    );
    expect(rows).toContainEqual({ state: 'published', accounts_running: 0, is_in_force: true });
  });
});

test('running accounts keep their version until they are migrated, with the reason and how their traders agreed', async () => {
  const running = await openAccount(db.sql, 'm1');
  const ended = await openAccount(db.sql, 'm2');
  await record(db.sql, [assessment(ended, 2, { violations: [fail()] })]);
  const [draft] = await save(staffId('config'));
  await expect(publish(staffId('config'), draft?.id)).rejects.toThrow('needs-another-person');
  await expect(migrate(staffId('admin'), draft?.id ?? '')).rejects.toThrow('stale');
  await certify(staffId('admin'), draft?.id);
  await publish(staffId('admin'), draft?.id, true);
  const pinned = async (id: string) => (await one(db.sql, 'select rule_set_id from public.accounts where id = $1', [id])).rule_set_id;
  expect(await pinned(running)).not.toBe(draft?.id);
  await expect(migrate(staffId('admin'), draft?.id ?? '', ' ', 'yes')).rejects.toThrow('reason-missing');
  expect((await migrate(staffId('admin'), draft?.id ?? ''))[0]?.n).toBe(1);
  expect([await pinned(running), (await pinned(ended)) === draft?.id]).toEqual([draft?.id, false]);
  const told = await one(db.sql, `select reason, data ->> 'consent' as consent from public.events where kind = 'account.rules-migrated'`);
  expect(told).toEqual({ reason: 'limit lowered', consent: 'each agreed by mail' });
  expect((await migrate(staffId('admin'), draft?.id ?? ''))[0]?.n).toBe(0);
});

test('what a person says the time is counts for nothing: nobody dates a deed, or goes back to rules that are no longer in force', async () => {
  const long_ago = '2001-01-01T00:00:00Z';
  const [former] = (await db.sql.query(`select id from public.rule_sets where phase_id = $1 and version = 1`, [PHASE])).rows as {
    id: string;
  }[];
  const [draft] = await save(staffId('config'));
  await certify(staffId('admin'), draft?.id);
  const { checksum } = await one(db.sql, 'select checksum from public.rule_sets where id = $1', [draft?.id]);
  const asked = (text: string, values: unknown[]) => as(db.sql, { user: staffId('admin'), keep: true }, `select ${text}`, values);
  await asked('public.publish_rule_set($1, $2, $3)', [draft?.id, checksum, long_ago]);
  const back = asked('public.migrate_phase($1, $2, $3, $4, $5)', [
    PHASE,
    former?.id,
    'the older one',
    'nobody asked',
    '2026-02-02T00:00:00Z',
  ]);
  await expect(back).rejects.toThrow('stale');
  await asked('public.publish_setting($1, $2, $3)', ['registration', '{"open": true}', long_ago]);
  const dated = await db.sql.query(
    `select 'rules' as what from public.rule_sets where published_at < '2002-01-01' or effective_from < '2002-01-01'
     union all select kind from public.events where least(occurred_at, created_at) < '2002-01-01'`,
  );
  expect(dated.rows).toEqual([]);
});

test('nobody publishes what the server did not check for them, to the letter and to the hour', async () => {
  const [draft] = await save(staffId('config'));
  const id = draft?.id;
  await expect(publish(staffId('admin'), id)).rejects.toThrow('not-certified');
  expect(await certify(staffId('config'), id)).toBe(true);
  await expect(publish(staffId('admin'), id)).rejects.toThrow('not-certified');
  expect(await certify(staffId('admin'), id, { checksum: 'of something else' })).toBe(false);
  await certify(staffId('admin'), id);
  await db.sql.query(`update public.rule_sets set effective_from = '2027-01-01' where id = $1`, [id]);
  await expect(publish(staffId('admin'), id)).rejects.toThrow('not-certified');
  await certify(staffId('admin'), id);
  await db.sql.query(`update public.rule_sets set rules = jsonb_set(rules, '{note}', '"edited"') where id = $1`, [id]);
  await expect(publish(staffId('admin'), id)).rejects.toThrow('not-certified');
  await certify(staffId('admin'), id);
  await expect(publish(staffId('admin'), id, true)).resolves.toHaveLength(1);
  const told = await one(
    db.sql,
    `select data #>> '{certificate,engine}' as engine from public.events where stream = 'rule-set:' || $1::text and kind = 'rule-set.published'`,
    [id],
  );
  expect(told).toEqual({ engine: 'judge/1' });
  expect(await certify(staffId('admin'), id)).toBe(false);
});

test('a person cannot certify', async () => {
  await expect(as(db.sql, { user: staffId('admin') }, `select public.certify_rule_set('{}')`)).rejects.toThrow('permission denied');
});
