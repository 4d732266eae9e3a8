// The matrix: every relation and function of the catalogue against every kind of person, compared with what was declared.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { DEEDS, FUNCTIONS, RELATIONS, type Cell } from './permissions';
import { as, ROLES, staffId, stageFirm, traderUser } from './stage';
import { stageRows } from './stage-rows';

const DISABLED = '00000000-0000-4000-8000-0000000000ff';
let db: TestDatabase;
let theirs: string;
beforeAll(async () => {
  db = await createTestDatabase();
  await stageFirm(db.sql);
  ({ theirs } = await stageRows(db.sql));
  await db.sql.query(`insert into public.staff (id, email, role, is_active) values ($1, 'gone@firm.test', 'admin', false)`, [DISABLED]);
});
afterAll(() => db.close());

async function cell(relation: string, who: Parameters<typeof as>[1]): Promise<Cell> {
  const total = (await db.sql.query(`select count(*)::int as n from ${relation}`)).rows[0].n;
  expect(total, `${relation} has no row to leak`).toBeGreaterThan(0);
  try {
    const [seen] = await as<{ n: number }>(db.sql, who, `select count(*)::int as n from ${relation}`);
    return seen?.n === total ? 'all' : seen?.n === 0 ? 'none' : 'some';
  } catch (trouble) {
    if (String(trouble).includes('permission denied')) return 'denied';
    throw trouble;
  }
}

test('every relation of the catalogue is declared, and every declared one exists', async () => {
  const { rows } = await db.sql.query(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('public', 'private') and c.relkind in ('r', 'p', 'v', 'm') order by 1`,
  );
  expect(rows.map((row) => row.name)).toEqual(Object.keys(RELATIONS).sort());
});

describe.each(Object.entries(RELATIONS))('%s', (relation, readers) => {
  test.each(ROLES)('%s reads what was declared', async (role) => {
    expect(await cell(relation, { user: staffId(role) })).toBe(readers.staff[role] ?? readers.staff.rest);
  });
  test('a trader reads their own, a stranger nothing that is anybody’s, nobody without a sign-in', async () => {
    expect(await cell(relation, { user: traderUser(1) })).toBe(readers.trader);
    expect(await cell(relation, { user: DISABLED })).toBe(readers.stranger);
    expect(await cell(relation, { user: null, role: 'anon' })).toBe('denied');
    const service = relation.startsWith('private.') || relation === 'public.risk_rules_config' ? 'denied' : 'all';
    expect(await cell(relation, { user: null, role: 'service_role' })).toBe(service);
  });
});

test('no row a trader reads belongs to another account', async () => {
  const { rows } = await db.sql.query(
    `select distinct c.table_name as name from information_schema.columns c where c.table_schema = 'public' and c.column_name = 'account_id' and c.data_type = 'uuid'`,
  );
  for (const { name } of rows) {
    if (RELATIONS[`public.${name}`]?.trader === 'denied' || name === 'mail_deliveries') continue;
    const [leak] = await as<{ n: number }>(
      db.sql,
      { user: traderUser(1) },
      `select count(*)::int as n from public.${name} where account_id = $1`,
      [theirs],
    );
    expect(leak?.n, name).toBe(0);
  }
});

test('nobody but the owner writes a table, column by column', async () => {
  const { rows } = await db.sql.query(
    `select r.role, c.oid::regclass::text as relation, p.privilege from pg_class c join pg_namespace n on n.oid = c.relnamespace
     cross join unnest(array['anon', 'authenticated', 'service_role']) r(role) cross join unnest(array['insert', 'update', 'delete', 'truncate', 'references', 'trigger']) p(privilege)
     where n.nspname in ('public', 'private', 'graphile_worker') and c.relkind in ('r', 'p', 'v', 'm')
       and case when p.privilege in ('insert', 'update', 'references') then has_any_column_privilege(r.role, c.oid, p.privilege) else has_table_privilege(r.role, c.oid, p.privilege) end`,
  );
  expect(rows).toEqual([]);
});

test('secrets, tokens and addresses are granted to no signed-in person', async () => {
  for (const column of [
    'connections.signing_secrets',
    'connections.credentials',
    'traders.email',
    'staff_invites.token_hash',
    'mail_deliveries.to_email',
  ]) {
    const [table, name] = column.split('.');
    await expect(as(db.sql, { user: staffId('admin') }, `select ${name} from public.${table}`), column).rejects.toThrow(
      'permission denied',
    );
  }
});

test('contact details are masked for viewer and config, and plain for those who help', async () => {
  for (const role of ROLES) {
    const [row] = await as<{ trader_email: string }>(
      db.sql,
      { user: staffId(role) },
      `select trader_email from public.accounts_list where login = '101'`,
    );
    expect(row?.trader_email, role).toBe(role === 'viewer' || role === 'config' ? 't***@mail.test' : 'trader1@mail.test');
  }
  const [own] = await as<{ trader_email: string }>(
    db.sql,
    { user: traderUser(1) },
    `select trader_email from public.accounts_list where login = '101'`,
  );
  expect(own?.trader_email).toBe('trader1@mail.test');
});

test('every function somebody may execute is declared, with exactly those roles', async () => {
  const { rows } = await db.sql.query(
    `select n.nspname || '.' || p.proname as name, array_agg(r.role order by r.role) as roles from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     cross join unnest(array['anon', 'authenticated', 'service_role']) r(role)
     where n.nspname in ('public', 'private') and has_function_privilege(r.role, p.oid, 'execute') group by 1 order by 1`,
  );
  expect(Object.fromEntries(rows.map((row) => [row.name, row.roles]))).toEqual(FUNCTIONS);
});

test.each(DEEDS)('$call knows who asks', async ({ call, may }) => {
  for (const user of [
    ...ROLES.map((role) => ({ role, id: staffId(role) })),
    { role: 'trader', id: traderUser(1) },
    { role: 'disabled', id: DISABLED },
  ]) {
    const outcome = await as(db.sql, { user: user.id }, `select ${call}`).then(() => 'passed', String);
    expect(`${user.role}: ${!outcome.includes('not-allowed')}`, outcome).toBe(`${user.role}: ${may.some((role) => role === user.role)}`);
  }
});

test('definer functions fix their path and belong to nobody almighty', async () => {
  const { rows } = await db.sql.query(
    `select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_roles o on o.oid = p.proowner
     where n.nspname in ('public', 'private') and (o.rolsuper or not coalesce('search_path=""' = any (p.proconfig), false))`,
  );
  expect(rows).toEqual([]);
});

test('grants can be put right again after somebody granted everything', async () => {
  await db.sql.query('grant all on all tables in schema public, private, graphile_worker to anon, authenticated, service_role');
  expect((await db.sql.query(`select count(*)::int as n from private.check_locks()`)).rows[0].n).toBeGreaterThan(0);
  await db.sql.query('select private.apply_grants()');
  expect((await db.sql.query('select * from private.check_locks()')).rows).toEqual([]);
  await expect(as(db.sql, { user: staffId('admin') }, 'select email from public.traders')).rejects.toThrow('permission denied');
});
