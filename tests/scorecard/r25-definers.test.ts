// R25: functions that run as their owner: none without an empty search path, none owned by a superuser, none for everybody. And the
// takeover that this prevents is shown to work where the path is left open, so that the check is known to mean something.
import { afterAll, beforeAll, expect } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { scoreRow } from './row';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(async () => {
  await db?.close();
});

const DEFINERS = `select p.oid::regprocedure::text as name, coalesce('search_path=""' = any (p.proconfig), false) as is_closed, r.rolsuper as by_superuser,
    has_function_privilege('anon', p.oid, 'execute') as by_anon,
    exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee = 0) as by_public
  from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace join pg_catalog.pg_roles r on r.oid = p.proowner
  where n.nspname in ('public', 'private') and p.prosecdef
    and not exists (select from pg_catalog.pg_depend d where d.objid = p.oid and d.deptype = 'e')`;

/** A function of its owner's that asks for lower() by its bare name, and a stranger who plants one. Answers who it ran as. */
async function takeover(path: string): Promise<string> {
  const client = await db.admin.connect();
  try {
    await client.query('begin');
    await client.query(`create schema planted; grant create, usage on schema planted to public;
      create function planted.victim() returns text language plpgsql security definer ${path} as $$ begin return lower('X'::varchar); end $$;
      grant execute on function planted.victim() to authenticated`);
    await client.query('set local role authenticated');
    await client.query(`create function planted.lower(varchar) returns text language sql as $$ select current_user::text $$;
      set local search_path = planted, pg_catalog`);
    const { rows } = await client.query<{ ran: string }>('select planted.victim() as ran');
    return rows[0]?.ran ?? '';
  } finally {
    await client.query('rollback');
    client.release();
  }
}

scoreRow(
  {
    row: 'R25',
    what: 'definer functions and their takeover',
    target: '0 offenders; the takeover works only on an open path',
    short: {},
    full: {},
    faults: ['definer functions', 'takeovers of an open path', 'takeovers refused by a closed path'],
  },
  async ({ met }) => {
    const { rows } = await db.sql.query<{ name: string; is_closed: boolean; by_superuser: boolean; by_anon: boolean; by_public: boolean }>(
      DEFINERS,
    );
    met('definer functions', rows.length);
    const offenders = rows.filter((one) => !one.is_closed || one.by_superuser || one.by_anon || one.by_public);
    expect(offenders).toEqual([]);
    const owner = (await db.admin.query<{ me: string }>('select current_user as me')).rows[0]?.me;
    expect(await takeover('')).toBe(owner);
    met('takeovers of an open path');
    expect(await takeover(`set search_path = ''`)).toBe('x');
    met('takeovers refused by a closed path');
  },
);
