// Who works here: invitations that take two admins, roles, and leaving, on the real database.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { as, staffId, stageFirm } from '../db/stage';
import { createTestDatabase, type TestDatabase } from '../support/database';

const ADMIN = staffId('admin');
const SECOND = '00000000-0000-4000-8000-0000000000ad';
let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase();
  await stageFirm(db.sql);
});
afterAll(() => db.close());

const call = async (text: string, values: unknown[], user = ADMIN): Promise<unknown> =>
  (await as<{ answer: unknown }>(db.sql, { user, keep: true }, `select ${text} as answer`, values))[0]?.answer;
const inviteId = async (email: string, user = ADMIN): Promise<{ id: string; answer: unknown }> => {
  const id = randomUUID();
  return { id, answer: await call('public.invite_staff($1, $2, $3, $4)', [id, email, 'risk', `digest-${id}`], user) };
};
const decide = (id: string, decision: string, user = ADMIN) => call('public.decide_staff_invite($1, $2)', [id, decision], user);
const accept = (id: string, email: string) =>
  db.sql.query('select public.accept_invite($1::jsonb) as id', [
    JSON.stringify({ token_hash: `digest-${id}`, auth_user_id: randomUUID(), email, full_name: 'New', now: new Date().toISOString() }),
  ]);
const letters = async (email: string) =>
  (await db.sql.query(`select context from public.mail_deliveries where message = 'staff-invitation' and to_email = $1`, [email])).rows;
const set = (id: string, role: string, active: boolean, user = ADMIN, reason = 'Moved desks.') =>
  call('public.set_staff($1, $2, $3, $4)', [id, role, active, reason], user);

describe('while there is one admin', () => {
  test('their invitation is mailed at once, since nobody else could agree', async () => {
    const { id, answer } = await inviteId('first@firm.test');
    expect(answer).toBe('mailed');
    expect(await letters('first@firm.test')).toMatchObject([{ context: { invite: { kind: 'staff', id }, role: 'risk' } }]);
    await accept(id, 'first@firm.test');
    const { rows } = await db.sql.query(`select role, is_active from public.staff where email = 'first@firm.test'`);
    expect(rows).toEqual([{ role: 'risk', is_active: true }]);
  });

  test('the last one can be neither demoted nor deactivated, by themselves or by the owner of the database', async () => {
    await expect(set(ADMIN, 'viewer', true)).rejects.toThrow('needs-another-person');
    await expect(db.sql.query('update public.staff set is_active = false where id = $1', [ADMIN])).rejects.toThrow('last active admin');
  });
});

describe('as soon as there are two', () => {
  beforeAll(() => db.sql.query(`insert into public.staff (id, email, role) values ($1, 'second-admin@firm.test', 'admin')`, [SECOND]));

  test('an invitation waits for the other one: no letter, no way in, no agreeing with oneself', async () => {
    const { id, answer } = await inviteId('twin@firm.test');
    expect(answer).toBe('waits');
    expect(await letters('twin@firm.test')).toEqual([]);
    await expect(accept(id, 'twin@firm.test')).rejects.toThrow('not-found');
    await expect(decide(id, 'approve')).rejects.toThrow('needs-another-person');
    expect(await decide(id, 'approve', SECOND)).toBe('mailed');
    expect(await letters('twin@firm.test')).toHaveLength(1);
    await accept(id, 'twin@firm.test');
    await expect(decide(id, 'revoke')).rejects.toThrow('already-decided');
  });

  test('one that is taken back, replaced or for a colleague leads nowhere', async () => {
    const first = await inviteId('thrice@firm.test');
    expect(await decide(first.id, 'revoke', SECOND)).toBe('revoked');
    await expect(decide(first.id, 'approve', SECOND)).rejects.toThrow('already-decided');
    const [second, third] = [await inviteId('thrice@firm.test'), await inviteId('thrice@firm.test', SECOND)];
    await expect(decide(second.id, 'approve', SECOND)).rejects.toThrow('already-decided');
    expect(await decide(third.id, 'approve')).toBe('mailed');
    await expect(inviteId('RISK@firm.test')).rejects.toThrow('already-staff');
  });

  test('a role is changed with a reason, by somebody else, and the change says from what to what', async () => {
    expect(await set(staffId('viewer'), 'support', true)).toBe('support');
    await expect(set(staffId('viewer'), 'support', true)).rejects.toThrow('already-decided');
    await expect(set(staffId('viewer'), 'viewer', true, ADMIN, ' ')).rejects.toThrow('reason-missing');
    const { rows } = await db.sql.query(`select reason, actor_id, data from public.events where stream = $1`, [
      `staff:${staffId('viewer')}`,
    ]);
    expect(rows).toEqual([{ reason: 'Moved desks.', actor_id: ADMIN, data: { from_role: 'viewer', to_role: 'support' } }]);
  });

  test('whoever leaves has no session, reads nothing more, and may come back', async () => {
    const user = staffId('finance');
    await db.admin.query(`insert into auth.users (id, email) values ($1, 'finance@firm.test') on conflict do nothing`, [user]);
    await db.admin.query('insert into auth.sessions (id, user_id) values ($1, $2)', [randomUUID(), user]);
    const reads = async () => (await as<{ n: number }>(db.sql, { user }, 'select count(*)::int as n from public.staff'))[0]?.n ?? 0;
    expect(await reads()).toBeGreaterThan(0);
    expect(
      (
        await as<{ sessions: number }>(db.sql, { user: ADMIN }, 'select sessions from public.staff_sessions() where staff_id = $1', [user])
      )[0],
    ).toEqual({
      sessions: 1,
    });
    expect(await set(user, 'finance', false)).toBe('inactive');
    expect(await reads()).toBe(0);
    expect((await db.admin.query('select from auth.sessions where user_id = $1', [user])).rowCount).toBe(0);
    await set(user, 'finance', true);
    expect(await reads()).toBeGreaterThan(0);
  });

  test('whoever takes the other one off is not the only one for that, and invites nobody by themselves', async () => {
    for (const [role, active] of [
      ['admin', false],
      ['viewer', true],
    ] as const) {
      await set(SECOND, role, active);
      const { id, answer } = await inviteId(`ghost-${role}@firm.test`);
      expect({ role, answer }).toEqual({ role, answer: 'waits' });
      await expect(accept(id, `ghost-${role}@firm.test`)).rejects.toThrow('not-found');
      await set(SECOND, 'admin', true);
    }
  });

  test('two admins cannot take each other off at once', async () => {
    const outcomes = await Promise.allSettled([set(SECOND, 'viewer', true, ADMIN), set(ADMIN, 'viewer', true, SECOND)]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const { rows } = await db.sql.query(`select count(*)::int as n from public.staff where role = 'admin' and is_active`);
    expect(rows[0].n).toBe(1);
  });
});
