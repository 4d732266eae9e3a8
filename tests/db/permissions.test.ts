// The matrix by SQL: every relation and function of the catalogue against every kind of caller, compared with the one table of
// expectations in tests/access, which the API suite asks too. A relation or function without a row there fails here.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CALLERS, type Caller } from '../access/callers';
import type { Firm } from '../access/firm';
import { FUNCTIONS } from '../access/functions';
import { RELATIONS } from '../access/relations';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { PRIVATE_FUNCTIONS, PRIVATE_RELATIONS } from './permissions';
import { keyOf, promisedRows, type Identity } from './promised';
import { READ_AS_EACH, readAsEach } from './read-as-each';
import { as, ROLES, staffId, stageFirm, traderUser } from './stage';
import { stageRows } from './stage-rows';

const DISABLED_STAFF = '00000000-0000-4000-8000-0000000000ff';
const NOBODY = '00000000-0000-4000-8000-0000000000fe';
let db: TestDatabase;
let theirs: string;
/** As much of a firm as the arguments of the table ask for. */
let stub: Firm;
const people = new Map<Caller, Identity>();
/** Of each function of the table of expectations. */
let argumentNames: Map<string, string[]>;
const SPEAKERS = { anon: 'anon', service: 'service_role' } as const;

beforeAll(async () => {
  db = await createTestDatabase();
  await stageFirm(db.sql);
  const staged = await stageRows(db.sql);
  theirs = staged.theirs;
  await db.sql.query(`insert into public.staff (id, email, role, is_active) values ($1, 'gone@firm.test', 'admin', false)`, [
    DISABLED_STAFF,
  ]);
  await db.sql.query(`insert into public.traders (auth_user_id, email, is_active) values ($1, 'gone@mail.test', false)`, [traderUser(3)]);
  const { rows } = await db.sql.query<{ id: string; auth_user_id: string }>('select id, auth_user_id from public.traders');
  const trader = (index: number): Identity => ({
    userId: traderUser(index),
    traderId: rows.find((row) => row.auth_user_id === traderUser(index))?.id ?? null,
  });
  for (const role of ROLES) people.set(role, { userId: staffId(role), traderId: null });
  for (const [index, caller] of (['trader', 'stranger', 'disabled-trader'] as const).entries()) people.set(caller, trader(index + 1));
  people.set('nobody', { userId: NOBODY, traderId: null });
  people.set('disabled-staff', { userId: DISABLED_STAFF, traderId: null });
  await db.sql.query(READ_AS_EACH);
  const named = await db.sql.query<{ signature: string; names: string[] }>(
    `select s as signature, coalesce(p.proargnames, '{}') as names from unnest($1::text[]) s join pg_proc p on p.oid = to_regprocedure('public.' || s)`,
    [Object.keys(FUNCTIONS)],
  );
  argumentNames = new Map(named.rows.map(({ signature, names }) => [signature, names]));
  const accounts = { trader: staged.mine, stranger: staged.theirs, 'disabled-trader': staged.theirs };
  stub = { accounts, callers: Object.fromEntries(people) } as unknown as Firm;
});
afterAll(() => db.close());

const identity = (caller: Caller): Identity => people.get(caller) ?? { userId: null, traderId: null };
const speaker = (caller: Caller): Parameters<typeof as>[1] =>
  caller === 'anon' || caller === 'service' ? { user: null, role: SPEAKERS[caller] } : { user: identity(caller).userId };

test('every relation of the catalogue is declared, and every declared one exists and has a row to leak', async () => {
  const { rows } = await db.sql.query<{ name: string }>(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('public', 'private') and c.relkind in ('r', 'p', 'v', 'm') order by 1`,
  );
  const declared = [...Object.keys(RELATIONS).map((name) => `public.${name}`), ...PRIVATE_RELATIONS];
  expect(rows.map((row) => row.name)).toEqual(declared.sort());
  const empty: string[] = [];
  for (const { name } of rows) if ((await db.sql.query(`select from ${name} limit 1`)).rowCount === 0) empty.push(name);
  expect(empty).toEqual([]);
});

describe.each(Object.entries(RELATIONS))('%s', (name, relation) => {
  let read: (string[] | string)[];
  let promised: (string[] | string)[];
  beforeAll(async () => {
    read = await readAsEach(db.sql, CALLERS.map(speaker), `select ${keyOf(relation)} as key from public.${name} x`);
    const asked = CALLERS.map((caller) => ({ sight: relation.sight[caller], who: identity(caller) }));
    const rows = await promisedRows(db.sql, name, relation, asked);
    promised = asked.map(({ sight }, at) => (sight === 'refused' ? 'refused' : (rows[at] ?? [])));
  });

  test.each(CALLERS)('shows %s the rows it should, and no other', (caller) => {
    const at = CALLERS.indexOf(caller);
    expect(read).toHaveLength(CALLERS.length);
    expect(read[at]).toEqual(promised[at]);
  });
});

test.each(PRIVATE_RELATIONS)('%s is read by nobody, the service included', async (relation) => {
  for (const caller of CALLERS) {
    await expect(as(db.sql, speaker(caller), `select from ${relation} limit 1`), caller).rejects.toThrow('permission denied');
  }
});

test('no row a trader reads belongs to another account', async () => {
  const { rows } = await db.sql.query(
    `select distinct c.table_name as name from information_schema.columns c where c.table_schema = 'public' and c.column_name = 'account_id' and c.data_type = 'uuid'`,
  );
  for (const { name } of rows) {
    if ((RELATIONS[name]?.sight.trader ?? 'refused') === 'refused' || name === 'mail_deliveries') continue;
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

/** A call with the arguments of the table, named as the function names them, so that both suites ask the very same thing. */
async function callAs(caller: Caller, signature: string): Promise<string> {
  const [, name, types = ''] = /^(\w+)\((.*)\)$/.exec(signature) ?? [];
  const args = Object.entries(FUNCTIONS[signature]?.args(stub, caller) ?? {});
  const typeOf = (arg: string): string => types.split(',')[argumentNames.get(signature)?.indexOf(arg) ?? -1] ?? 'text';
  const said = args.map(([arg], place) => `${arg} => $${place + 1}::${typeOf(arg)}`).join(', ');
  const values = args.map(([arg, value]) => (/^jsonb?$/.test(typeOf(arg)) ? JSON.stringify(value) : value));
  return as(db.sql, speaker(caller), `select public.${name}(${said})`, values).then(() => 'passed', String);
}

test('every function somebody may execute is declared, with exactly those roles', async () => {
  const { rows } = await db.sql.query<{ name: string; roles: string[] }>(
    `select case n.nspname when 'private' then 'private.' || p.proname
       else p.proname || '(' || array_to_string(array(select t::regtype::text from unnest(p.proargtypes::oid[]) t), ',') || ')' end as name,
       array_remove(array_agg(distinct case when has_function_privilege(r.role, p.oid, 'execute') then r.role end order by
         case when has_function_privilege(r.role, p.oid, 'execute') then r.role end), null) as roles
     from pg_proc p join pg_namespace n on n.oid = p.pronamespace cross join unnest(array['anon', 'authenticated', 'service_role']) r(role)
     where n.nspname in ('public', 'private') and p.prorettype <> 'trigger'::regtype group by p.oid, n.nspname, p.proname, p.proargtypes`,
  );
  const granted = Object.fromEntries(
    rows.filter(({ name, roles }) => !name.startsWith('private.') || roles.length > 0).map(({ name, roles }) => [name, roles]),
  );
  const rolesOf = (may: readonly Caller[]): string[] => [
    ...(may.some((caller) => caller !== 'service' && caller !== 'anon') ? ['authenticated'] : []),
    ...(may.includes('service') ? ['service_role'] : []),
  ];
  const declared = Object.entries(FUNCTIONS).map(([signature, { may }]) => [signature, rolesOf(may)] as const);
  expect(granted).toEqual({ ...Object.fromEntries(declared), ...PRIVATE_FUNCTIONS });
});

test.each(Object.keys(FUNCTIONS))('%s knows who asks', async (signature) => {
  const passed: Caller[] = [];
  for (const caller of CALLERS) {
    const outcome = await callAs(caller, signature);
    if (!/not-allowed|permission denied for function/.test(outcome)) passed.push(caller);
  }
  expect(passed).toEqual(CALLERS.filter((caller) => FUNCTIONS[signature]?.may.includes(caller)));
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
