// Whose address it is: what registering alone never opens, and what a mailed link does. Against the real auth API, database and mail.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { userClient } from '@/lib/db/clients';
import { sendMail } from '@/lib/mail/send';
import { inviteToken } from '@/lib/staff/invitation';
import { inviteDigest } from '@/lib/staff/receive';
import { readOpenInvites } from '@/lib/staff/team-read';
import { decideInvite, inviteColleague } from '@/lib/staff/team-write';
import { joinPortal, joinStaff, register, setPassword, signIn, type Door } from '@/lib/staff/write';
import { inviteTrader } from '@/lib/traders/write';
import { inviteByHand } from '@/supabase/local/owner-invite';
import { startTestStack, type TestStack } from '../support/stack';

const PASSWORD = 'a-long-enough-password';
const folder = mkdtempSync(join(tmpdir(), 'tideline-claims-'));
let stack: TestStack;

beforeAll(async () => {
  stack = await startTestStack({ environment: { DATA_DIR: folder } });
});
afterAll(async () => {
  delete process.env.DATA_DIR;
  rmSync(folder, { recursive: true, force: true });
  await stack?.close();
});

function visitor(now = new Date()): Door {
  const jar = new Map<string, string>();
  const client = userClient({
    getAll: () => [...jar].map(([name, value]) => ({ name, value })),
    setAll: (cookies) => cookies.forEach(({ name, value }) => jar.set(name, value)),
  });
  return { client, visitor: { address: null, userAgent: 'test', device: null }, now };
}

/** Somebody who bought without ever signing in. */
async function buyer(): Promise<{ id: string; email: string }> {
  const email = `buyer-${randomUUID()}@tideline.test`;
  const { data, error } = await stack.service.rpc('register_trader', {
    p: { email, full_name: 'Bea Buyer', now: new Date().toISOString() },
  });
  if (error) throw error;
  return { id: data as string, email };
}

async function colleague(role: string): Promise<{ id: string; client: TestStack['service'] }> {
  const { id, client } = await stack.signUp(`${role}-${randomUUID()}@tideline.test`);
  await stack.sql.query('insert into public.staff (id, email, role) values ($1, $2, $3)', [id, `${role}-${id}@tideline.test`, role]);
  return { id, client };
}

const owner = async (id: string) =>
  (await stack.sql.query<{ auth_user_id: string | null }>('select auth_user_id from public.traders where id = $1', [id])).rows[0]
    ?.auth_user_id;

/** The link of the newest letter to an address, from the file a letter becomes where no provider is set. */
async function mailedToken(email: string): Promise<string> {
  const { rows } = await stack.sql.query('select id from public.mail_deliveries where to_email = $1 order by created_at desc limit 1', [
    email,
  ]);
  await sendMail(rows[0].id, new Date());
  const letter = JSON.parse(readFileSync(join(folder, 'mail', `letter-${rows[0].id}.json`), 'utf8')) as { to: string; text: string };
  expect(letter.to).toBe(email);
  return /accept-invite\?token=(\S+)/.exec(letter.text)?.[1] ?? '';
}

describe('a trader who bought before they signed in', () => {
  test('is not handed to whoever registers their address, and is to whoever reads their mail', async () => {
    const { id, email } = await buyer();
    await register(visitor(), { email, password: PASSWORD, full_name: 'Thief' });
    expect(await signIn(visitor(), { email, password: PASSWORD })).toMatchObject({ refusal: { code: 'confirm-address' } });
    expect(await owner(id)).toBeNull();
    const letter = stack.letters.at(-1);
    expect([letter?.to].flat()).toEqual([email]);
    const token_hash = /token_hash=([\w-]+)/.exec(JSON.stringify(letter))?.[1];
    expect(await setPassword(visitor(), { token_hash, password: 'chosen-by-the-owner' })).toEqual({ ok: true, value: '/portal' });
    expect(await owner(id)).toBeTruthy();
    // The thief's own password went with it.
    expect(await signIn(visitor(), { email, password: PASSWORD })).toMatchObject({ refusal: { code: 'sign-in-refused' } });
  });

  test('opens the portal with the link staff mailed, once', async () => {
    const { id, email } = await buyer();
    const support = await colleague('support');
    expect(await inviteTrader(support.client, id)).toMatchObject({ ok: true });
    const token = await mailedToken(email);
    const door = visitor();
    expect(await joinPortal(door, { token, full_name: 'Bea Buyer', password: PASSWORD })).toEqual({ ok: true, value: '/portal' });
    expect(await owner(id)).toBe((await door.client.auth.getUser()).data.user?.id);
    expect(await joinPortal(visitor(), { token, full_name: 'Again', password: PASSWORD })).toMatchObject({
      refusal: { code: 'invite-invalid' },
    });
  });

  test('gets a fresh letter when somebody registered their address before they opened the link', async () => {
    const { id, email } = await buyer();
    await register(visitor(), { email, password: 'the-thief-was-first', full_name: 'Thief' });
    const support = await colleague('support');
    await inviteTrader(support.client, id);
    const before = stack.letters.length;
    const token = await mailedToken(email);
    expect(await joinPortal(visitor(), { token, full_name: 'Bea', password: PASSWORD })).toMatchObject({
      refusal: { code: 'sign-in-exists' },
    });
    expect(stack.letters.slice(before).flatMap((letter) => letter.to)).toEqual([email]);
    expect(await owner(id)).toBeNull();
  });

  test.each([
    ['another secret', (id: string) => inviteToken('guessed', 'trader', id)],
    ['the mark of another kind', (id: string) => inviteToken(stack.keys.secret_key, 'staff', id).replace(/^s_/, 't_')],
    ['another id', (id: string) => inviteToken(stack.keys.secret_key, 'trader', id).replace(id, randomUUID())],
    ['nothing', () => ''],
  ])('is not opened by a link signed with %s', async (_what, forge) => {
    const { id, email } = await buyer();
    const { rows } = await stack.sql.query('select private.invite_trader($1, now()) as id', [id]);
    const input = { token: forge(rows[0].id), full_name: 'Thief', password: PASSWORD };
    expect(await joinPortal(visitor(), input)).toMatchObject({ refusal: { code: 'invite-invalid' } });
    expect((await stack.admin.query('select from auth.users where email = $1', [email])).rowCount).toBe(0);
  });
});

test('while registration is closed, a fresh sign-in becomes no trader, by whatever door it was made', async () => {
  const close = (open: boolean, version: number) =>
    stack.sql.query(`insert into public.settings (key, version, value, published_at) values ('registration', $2, $1, now())`, [
      { open },
      version,
    ]);
  await close(false, 1);
  const email = `late-${randomUUID()}@tideline.test`;
  expect(await register(visitor(), { email, password: PASSWORD, full_name: 'L' })).toMatchObject({
    refusal: { code: 'registration-closed' },
  });
  await stack.anonymous().auth.signUp({ email, password: PASSWORD });
  expect(await signIn(visitor(), { email, password: PASSWORD })).toMatchObject({ refusal: { code: 'registration-closed' } });
  await close(true, 2);
  expect(await signIn(visitor(), { email, password: PASSWORD })).toEqual({ ok: true, value: '/portal' });
});

describe('the first admin', () => {
  test('joins with the link the owner makes by hand: the newest one only, and none once an admin is active', async () => {
    const email = `first-${randomUUID()}@tideline.test`;
    const { rows: active } = await stack.sql.query(`select from public.staff where role = 'admin' and is_active`);
    expect(active).toEqual([]);
    const make = async (to = email) =>
      new URLSearchParams((await inviteByHand(stack.dbUrl, { email: to, role: 'admin' })).split('?')[1]).get('token') ?? '';
    const earlier = [await make('another@tideline.test'), await make()];
    const token = await make();
    for (const ended of earlier)
      expect(await joinStaff(visitor(), { token: ended, full_name: 'F', password: PASSWORD })).toMatchObject({
        refusal: { code: 'invite-invalid' },
      });
    await stack.signUp('trades-here@tideline.test');
    await expect(make('trades-here@tideline.test')).rejects.toThrow('signs in with');
    expect(await joinStaff(visitor(), { token, full_name: 'First Admin', password: PASSWORD })).toEqual({ ok: true, value: '/' });
    expect((await stack.sql.query('select role from public.staff where email = $1', [email])).rows).toEqual([{ role: 'admin' }]);
    await expect(make('second@tideline.test')).rejects.toThrow('has an active admin');
    const { rows } = await stack.sql.query(`select actor_kind, data ->> 'role' as role from public.events where kind = 'staff.invited'`);
    expect(rows).toEqual(Array(3).fill({ actor_kind: 'system', role: 'admin' }));
  });
});

describe('a colleague', () => {
  test('is invited by one admin, agreed to by another, and joins with the mailed link', async () => {
    const [one, two] = [await colleague('admin'), await colleague('admin')];
    const email = `new-${randomUUID()}@tideline.test`;
    expect(await inviteColleague(one.client, { email, role: 'auditor' })).toMatchObject({
      ok: true,
      value: expect.stringContaining('agree') as string,
    });
    const { rows } = await stack.sql.query('select id from public.staff_invites where email = $1', [email]);
    const early = inviteToken(stack.keys.secret_key, 'staff', rows[0].id);
    expect(await joinStaff(visitor(), { token: early, full_name: 'N', password: PASSWORD })).toMatchObject({
      refusal: { code: 'invite-invalid' },
    });
    expect(await decideInvite(one.client, { id: rows[0].id, decision: 'approve' })).toMatchObject({
      refusal: { code: 'needs-another-person' },
    });
    const letterOf = async () => (await readOpenInvites(one.client)).find((invite) => invite.email === email)?.letter;
    expect(await letterOf()).toBeNull();
    const agreed = await decideInvite(two.client, { id: rows[0].id, decision: 'approve' });
    expect(agreed).toMatchObject({ ok: true, value: expect.stringContaining('not sent, since no mail provider is set') as string });
    expect(await letterOf()).toMatchObject({ state: 'queued' });
    const token = await mailedToken(email);
    expect(await letterOf()).toMatchObject({ state: 'not_sent' });
    expect(await joinStaff(visitor(), { token, full_name: 'New Auditor', password: PASSWORD })).toEqual({ ok: true, value: '/' });
    expect(await signIn(visitor(), { email, password: PASSWORD, next: '/audit' })).toEqual({ ok: true, value: '/audit' });
  });

  test('is nobody who brings a link that the inviting admin made up: the digest is told by them, the signature is ours', async () => {
    const [one, two] = [await colleague('admin'), await colleague('admin')];
    const [email, id, token] = [`twin-${randomUUID()}@tideline.test`, randomUUID(), 'made-up-by-the-inviting-admin'];
    const asked = { p_id: id, p_email: email, p_role: 'finance', p_token_hash: inviteDigest(token) };
    expect((await one.client.rpc('invite_staff', asked)).data).toBe('waits');
    expect(await decideInvite(two.client, { id, decision: 'approve' })).toMatchObject({ ok: true });
    expect(await joinStaff(visitor(), { token, full_name: 'Twin', password: PASSWORD })).toMatchObject({
      refusal: { code: 'invite-invalid' },
    });
  });

  test('who writes letters gets no link that works by way of a test letter to themselves', async () => {
    const [support, config] = [await colleague('support'), await colleague('config')];
    const { id } = await buyer();
    await inviteTrader(support.client, id);
    const { rows } = await stack.sql.query('select id from public.trader_invites where trader_id = $1', [id]);
    const p = { message: 'portal-invitation', subject: 'Test', body: 'Here: {{portal_link}}' };
    const context = { trader_name: 'Bea Buyer', invite: { kind: 'trader', id: rows[0].id } };
    expect((await config.client.rpc('test_mail', { p: { ...p, context } })).error).toBeNull();
    const token = await mailedToken(`config-${config.id}@tideline.test`);
    expect(token).not.toBe('');
    expect(await joinPortal(visitor(), { token, full_name: 'Thief', password: PASSWORD })).toMatchObject({
      refusal: { code: 'invite-invalid' },
    });
    expect(await owner(id)).toBeNull();
  });

  test('cannot be invited by anybody but an admin', async () => {
    const risk = await colleague('risk');
    expect(await inviteColleague(risk.client, { email: 'x@tideline.test', role: 'admin' })).toMatchObject({
      refusal: { code: 'not-allowed' },
    });
  });
});
