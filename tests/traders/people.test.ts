// What staff decide about traders, and how a trader's address is proven, on the real database.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { as, openAccount, staffId, stageFirm, traderUser } from '../db/stage';
import { createTestDatabase, type TestDatabase } from '../support/database';

const NOW = '2026-02-02T10:00:00Z';
let db: TestDatabase;
let trader: string;
let accounts: string[];
let number = 0;

beforeAll(async () => {
  db = await createTestDatabase();
  await stageFirm(db.sql);
});
afterAll(() => db.close());
beforeEach(async () => {
  number += 1;
  const email = `person${number}@mail.test`;
  const made = await db.sql.query(`insert into public.traders (auth_user_id, email, full_name) values ($1, $2, 'P') returning id`, [
    randomUUID(),
    email,
  ]);
  trader = made.rows[0].id;
  accounts = [];
  for (const phase of [1, 2]) {
    const id = await openAccount(db.sql, `${number}-${phase}`, { phase });
    await db.sql.query('alter table public.accounts disable trigger guard_account');
    await db.sql.query('update public.accounts set trader_id = $2 where id = $1', [id, trader]);
    await db.sql.query('alter table public.accounts enable trigger guard_account');
    accounts.push(id);
  }
});

const risk = { user: staffId('risk'), keep: true };
const call = (text: string, values: unknown[], who = risk) => as<{ answer: unknown }>(db.sql, who, `select ${text} as answer`, values);
const setTrader = (access: string, reason = 'Two people, one sign-in.') =>
  call('public.set_trader($1, $2, $3)', [trader, access, reason]).then((rows) => rows[0]?.answer);
const statuses = async () =>
  (await db.sql.query('select status from public.accounts where id = any ($1) order by login', [accounts])).rows.map((row) => row.status);
const events = async (pattern: string) =>
  (
    await db.sql.query('select kind, reason, actor_id, data from public.events where trader_id = $1 and kind like $2 order by id', [
      trader,
      pattern,
    ])
  ).rows;
const letters = async () =>
  (
    await db.sql.query(
      'select message, to_email, context from public.mail_deliveries where trader_id = $1 and account_id is null order by created_at',
      [trader],
    )
  ).rows;

describe('access', () => {
  test('a ban blocks every account that trades, says why in each place, and writes to the trader', async () => {
    const answer = (await setTrader('banned')) as { access: string; blocked_accounts: string[] };
    expect([answer.access, ...answer.blocked_accounts.sort()]).toEqual(['banned', `${number}-1`, `${number}-2`]);
    expect(await statuses()).toEqual(['blocked', 'blocked']);
    expect(await events('account.blocked')).toMatchObject([
      { reason: 'Two people, one sign-in.', actor_id: staffId('risk') },
      { reason: 'Two people, one sign-in.' },
    ]);
    expect(await events('trader.%')).toMatchObject([{ kind: 'trader.banned', data: { from_access: 'active', to_access: 'banned' } }]);
    expect(await letters()).toMatchObject([
      { message: 'access-stopped', to_email: `person${number}@mail.test`, context: { access: 'banned', accounts: 2 } },
    ]);
  });

  test('disabling stops the sign-in and leaves the accounts alone', async () => {
    await setTrader('disabled');
    expect(await statuses()).toEqual(['active', 'live']);
    const { rows } = await db.sql.query('select is_active, disabled_reason from public.traders where id = $1', [trader]);
    expect(rows).toEqual([{ is_active: false, disabled_reason: 'Two people, one sign-in.' }]);
  });

  test('whoever is let in again finds blocked accounts blocked', async () => {
    await setTrader('banned');
    expect(await setTrader('active', 'It was a family computer.')).toEqual({ access: 'active', blocked_accounts: [] });
    expect(await statuses()).toEqual(['blocked', 'blocked']);
    expect((await letters()).map(({ message }) => message)).toEqual(['access-stopped', 'access-restored']);
  });

  test('while a ban stands, no account of theirs is opened or let go on', async () => {
    await setTrader('banned');
    const open = () => openAccount(db.sql, `${number}-3`, { trader: 1 });
    await db.sql.query('update public.traders set banned_at = now() where auth_user_id = $1', [traderUser(1)]);
    await expect(open()).rejects.toThrow('trader-banned');
    const unblock = async () => {
      const { rows } = await db.sql.query('select version from public.accounts where id = $1', [accounts[0]]);
      return call('public.transition_account($1, $2, $3, $4)', [accounts[0], rows[0].version, 'active', 'By habit.']);
    };
    await expect(unblock()).rejects.toThrow('trader-banned');
    await db.sql.query('update public.traders set banned_at = null where auth_user_id = $1', [traderUser(1)]);
    await setTrader('active', 'It was a family computer.');
    await unblock();
    expect(await statuses()).toEqual(['active', 'blocked']);
  });

  test('the same decision twice, one without a reason and one for nobody are refused', async () => {
    await setTrader('disabled');
    await expect(setTrader('disabled')).rejects.toThrow('already-decided');
    await expect(setTrader('active', '  ')).rejects.toThrow('reason-missing');
    await expect(call('public.set_trader($1, $2, $3)', [randomUUID(), 'disabled', 'x'])).rejects.toThrow('not-found');
  });

  test('nothing of a ban stays when one account cannot be blocked', async () => {
    const client = await db.sql.connect();
    await client.query('begin');
    await client.query('select from public.accounts where id = $1 for update', [accounts[1]]);
    await expect(setTrader('banned')).rejects.toThrow('lock timeout');
    await client.query('rollback');
    client.release();
    expect(await statuses()).toEqual(['active', 'live']);
    expect(await events('trader.%')).toEqual([]);
  });

  test('the sessions of whoever is stopped are gone when the answer comes', async () => {
    const user = randomUUID();
    const session = randomUUID();
    await db.admin.query(`insert into auth.users (id, email) values ($1, $2)`, [user, `${user}@mail.test`]);
    await db.admin.query('insert into auth.sessions (id, user_id) values ($1, $2)', [session, user]);
    await db.sql.query('update public.traders set auth_user_id = $2 where id = $1', [trader, user]);
    await setTrader('disabled');
    expect((await db.admin.query('select from auth.sessions where user_id = $1', [user])).rowCount).toBe(0);
  });

  test('a token whose session was ended reads nothing, although its signature is true', async () => {
    const user = staffId('viewer');
    const [live, ended] = [randomUUID(), randomUUID()];
    await db.admin.query('insert into auth.users (id, email) values ($1, $2) on conflict do nothing', [user, 'viewer@firm.test']);
    await db.admin.query('insert into auth.sessions (id, user_id) values ($1, $2)', [live, user]);
    const seen = async (session: string) => {
      const client = await db.sql.connect();
      try {
        await client.query('begin');
        const claims = JSON.stringify({ sub: user, role: 'authenticated', session_id: session });
        await client.query(`select set_config('request.jwt.claims', $1, true), set_config('role', 'authenticated', true)`, [claims]);
        return (await client.query('select count(*)::int as n, private.staff_role() as role from public.accounts')).rows[0];
      } finally {
        await client.query('rollback');
        client.release();
      }
    };
    expect((await seen(live)).role).toBe('viewer');
    expect(await seen(ended)).toEqual({ n: 0, role: null });
  });
});

describe('notes', () => {
  test('a note is signed by its writer and cannot be changed or taken back by anybody', async () => {
    await call('public.add_trader_note($1, $2)', [trader, 'Called twice.']);
    const { rows } = await db.sql.query('select staff_id, body from public.trader_notes where trader_id = $1', [trader]);
    expect(rows).toEqual([{ staff_id: staffId('risk'), body: 'Called twice.' }]);
    await expect(db.sql.query('update public.trader_notes set body = null')).rejects.toThrow('append-only');
    await expect(db.sql.query('delete from public.trader_notes')).rejects.toThrow('append-only');
  });
});

describe('an address', () => {
  const register = (p: object) => db.sql.query('select public.register_trader($1::jsonb) as id', [JSON.stringify({ now: NOW, ...p })]);
  const bought = async (): Promise<{ id: string; email: string }> => {
    const email = `bought-${randomUUID()}@mail.test`;
    return { id: (await register({ email, full_name: 'Buyer' })).rows[0].id, email };
  };
  const bound = async (id: string) =>
    (await db.sql.query('select auth_user_id from public.traders where id = $1', [id])).rows[0].auth_user_id;
  const invite = async (id: string, now = NOW): Promise<string> =>
    (await db.sql.query('select private.invite_trader($1, $2) as id', [id, now])).rows[0].id;
  const accept = (p: object) =>
    db.sql.query('select public.accept_trader_invite($1::jsonb) as id', [JSON.stringify({ now: NOW, full_name: 'B', ...p })]);

  test('that somebody bought with is not handed to whoever registers it', async () => {
    const { id, email } = await bought();
    await expect(register({ email: email.toUpperCase(), auth_user_id: randomUUID() })).rejects.toThrow('needs-proof');
    expect(await bound(id)).toBeNull();
  });

  test('is handed over by the link of its invitation, once', async () => {
    const { id, email } = await bought();
    const [invite_id, user] = [await invite(id), randomUUID()];
    await accept({ invite_id, email, auth_user_id: user });
    expect(await bound(id)).toBe(user);
    await expect(accept({ invite_id, email, auth_user_id: randomUUID() })).rejects.toThrow('not-found');
  });

  test('is not handed over by an expired link, a replaced one, or one for another address', async () => {
    const { id, email } = await bought();
    const first = await invite(id);
    await expect(accept({ invite_id: first, email: 'other@mail.test', auth_user_id: randomUUID() })).rejects.toThrow('not-found');
    await expect(accept({ invite_id: first, email, auth_user_id: randomUUID(), now: '2026-02-17T10:00:00Z' })).rejects.toThrow('not-found');
    await call('public.invite_trader($1)', [id], { user: staffId('support'), keep: true });
    await expect(accept({ invite_id: first, email, auth_user_id: randomUUID() })).rejects.toThrow('not-found');
    expect(await bound(id)).toBeNull();
  });

  test('gets one letter for two purchases, and none once it signs in', async () => {
    const { id } = await bought();
    expect(await invite(id)).toBe(await invite(id));
    const { rows } = await db.sql.query(
      `select context from public.mail_deliveries where trader_id = $1 and message = 'portal-invitation'`,
      [id],
    );
    expect(rows).toHaveLength(1);
    await db.sql.query('update public.traders set auth_user_id = $2 where id = $1', [id, randomUUID()]);
    expect(await invite(id)).toBeNull();
  });

  test('cannot be registered while the setting is closed, by whatever door; a sale still makes its trader', async () => {
    const close = (open: boolean, version: number) =>
      db.sql.query(`insert into public.settings (key, version, value, published_at) values ('registration', $2, $1, now())`, [
        { open },
        version,
      ]);
    await close(false, 1);
    await expect(register({ email: `new-${randomUUID()}@mail.test`, auth_user_id: randomUUID() })).rejects.toThrow('registration-closed');
    await bought();
    await close(true, 2);
    await register({ email: `new-${randomUUID()}@mail.test`, auth_user_id: randomUUID() });
  });

  test('that signs in already stays with its own sign-in', async () => {
    const mine = { email: 'trader1@mail.test', auth_user_id: traderUser(1) };
    await register(mine);
    await expect(register({ ...mine, auth_user_id: randomUUID(), proven: true })).rejects.toThrow('another sign-in');
  });
});
