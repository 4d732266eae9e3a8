// The sign-in doors against the real auth API and database: who gets in, what strangers learn, and how guessing ends.
import type { SupabaseClient } from '@supabase/supabase-js';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { userClient } from '@/lib/db/clients';
import { inviteDigest } from '@/lib/staff/receive';
import { ASKED, askForPassword, joinStaff, register, REGISTERED, setPassword, signIn, type Door } from '@/lib/staff/write';
import { notePortalVisit } from '@/lib/traders/visit-receive';
import { startTestStack, type TestStack } from '../support/stack';

const NOW = new Date('2026-11-21T10:00:00Z');
const PASSWORD = 'a-long-enough-password';
let stack: TestStack;

beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(() => stack?.close());

/** A browser: its cookies, and where it stands. */
function visitor(address: string | null = null, now = NOW): Door & { client: SupabaseClient } {
  const jar = new Map<string, string>();
  const client = userClient({
    getAll: () => [...jar].map(([name, value]) => ({ name, value })),
    setAll: (cookies) => {
      for (const { name, value } of cookies) jar.set(name, value);
    },
  });
  return { client, visitor: { address, userAgent: 'test', device: null }, now };
}

const fresh = (name: string) => `${name}-${randomUUID()}@tideline.test`;

async function trader(email: string): Promise<void> {
  await register(visitor(), { email, password: PASSWORD, full_name: 'Ana Duarte' });
}

async function invite(email: string, role: string, expires = '2026-11-22T10:00:00Z'): Promise<string> {
  const token = randomUUID();
  await stack.sql.query('insert into public.staff_invites (email, role, token_hash, expires_at) values ($1, $2, $3, $4)', [
    email,
    role,
    inviteDigest(token),
    expires,
  ]);
  return token;
}

async function member(email: string, role: string): Promise<void> {
  const token = await invite(email, role);
  expect(await joinStaff(visitor(), { token, full_name: 'Max Osei', password: PASSWORD })).toMatchObject({ ok: true });
}

const tries = async (email: string) =>
  (
    await stack.sql.query<{ succeeded: boolean }>('select succeeded from public.login_events where email = $1 order by id', [email])
  ).rows.map(({ succeeded }) => succeeded);

describe('a trader', () => {
  test('registers, signs in, and stands in the portal under their own row', async () => {
    const email = fresh('trader');
    expect(await register(visitor(), { email, password: PASSWORD, full_name: 'Ana Duarte' })).toEqual({ ok: true, value: REGISTERED });
    expect(await signIn(visitor(), { email, password: PASSWORD })).toEqual({ ok: true, value: '/portal' });
    const { rows } = await stack.sql.query('select full_name, auth_user_id is not null as bound from public.traders where email = $1', [
      email,
    ]);
    expect(rows).toEqual([{ full_name: 'Ana Duarte', bound: true }]);
  });

  test('who registers twice hears the same words and the first password stays', async () => {
    const email = fresh('twice');
    await trader(email);
    expect(await register(visitor(), { email, password: 'another-long-password', full_name: 'X' })).toEqual({
      ok: true,
      value: REGISTERED,
    });
    expect(await signIn(visitor(), { email, password: 'another-long-password' })).toMatchObject({ refusal: { code: 'sign-in-refused' } });
    expect(await signIn(visitor(), { email, password: PASSWORD })).toMatchObject({ ok: true });
  });

  test('is sent to the page asked for only inside the portal', async () => {
    const email = fresh('next');
    await trader(email);
    expect(await signIn(visitor(), { email, password: PASSWORD, next: '/accounts' })).toEqual({ ok: true, value: '/portal' });
  });
});

describe('staff', () => {
  test('join by invite only, once, and land in the office', async () => {
    const email = fresh('risk');
    const token = await invite(email, 'risk');
    expect(await joinStaff(visitor(), { token, full_name: 'Max Osei', password: PASSWORD })).toMatchObject({ ok: true });
    expect(await signIn(visitor(), { email, password: PASSWORD, next: '/trades' })).toEqual({ ok: true, value: '/trades' });
    expect(await joinStaff(visitor(), { token, full_name: 'Again', password: PASSWORD })).toMatchObject({
      refusal: { code: 'invite-invalid' },
    });
  });

  test('an expired and an invented invite are refused in the same words', async () => {
    const expired = await invite(fresh('late'), 'risk', '2026-11-20T10:00:00Z');
    const one = await joinStaff(visitor(), { token: expired, full_name: 'A', password: PASSWORD });
    const two = await joinStaff(visitor(), { token: 'invented', full_name: 'A', password: PASSWORD });
    expect(one).toEqual(two);
  });

  test('an invite never takes over a sign-in that exists', async () => {
    const email = fresh('taken');
    await trader(email);
    const token = await invite(email, 'admin');
    expect(await joinStaff(visitor(), { token, full_name: 'A', password: 'another-long-password' })).toMatchObject({ ok: false });
    expect(await signIn(visitor(), { email, password: PASSWORD })).toEqual({ ok: true, value: '/portal' });
  });

  test('who was disabled is refused like a wrong password and does not come back as a trader', async () => {
    const email = fresh('gone');
    await member(email, 'support');
    await stack.sql.query('update public.staff set is_active = false where email = $1', [email]);
    const door = visitor();
    expect(await signIn(door, { email, password: PASSWORD })).toMatchObject({ refusal: { code: 'sign-in-refused' } });
    expect((await door.client.auth.getUser()).data.user).toBeNull();
    const { rows } = await stack.sql.query('select 1 from public.traders where email = $1', [email]);
    expect(rows).toEqual([]);
    // Entering by the invitation is a sign-in; the right password that let nobody in is none.
    expect(await tries(email)).toEqual([true, false]);
  });
});

test('a session that is kept leaves one visit a day for each line it comes from', async () => {
  const email = fresh('kept');
  await trader(email);
  await signIn(visitor(), { email, password: PASSWORD });
  const { rows } = await stack.sql.query<{ id: string }>('select id from public.traders where email = $1', [email]);
  const id = rows[0]?.id ?? '';
  for (const address of ['203.0.113.5', '203.0.113.5', '203.0.113.6', 'not-an-address'])
    await notePortalVisit(id, { address, userAgent: 'x', device: null }, NOW);
  await notePortalVisit(id, { address: '203.0.113.5', userAgent: 'x', device: null }, new Date(NOW.getTime() + 86_400_000));
  const kept = await stack.sql.query(
    `select host(ip) as ip from public.ip_events where trader_id = $1 and external_id like 'visit:%' order by occurred_at, ip`,
    [id],
  );
  expect(kept.rows.map(({ ip }: { ip: string }) => ip)).toEqual(['203.0.113.5', '203.0.113.6', '203.0.113.5']);
});

describe('a forgotten password', () => {
  test('known and unknown addresses get the same answer, and only the known one a letter', async () => {
    const email = fresh('forgot');
    await trader(email);
    const before = stack.letters.length;
    expect(await askForPassword(visitor(), email)).toEqual({ ok: true, value: ASKED });
    expect(await askForPassword(visitor(), fresh('nobody'))).toEqual({ ok: true, value: ASKED });
    expect(
      stack.letters
        .slice(before)
        .map((letter) => letter.to)
        .flat(),
    ).toEqual([email]);
  });

  test('the link sets a new password once', async () => {
    const email = fresh('reset');
    await trader(email);
    await askForPassword(visitor(), email);
    const letter = JSON.stringify(stack.letters.at(-1));
    const token_hash = /token_hash=([\w-]+)/.exec(letter)?.[1];
    expect(token_hash).toBeTruthy();
    expect(await setPassword(visitor(), { token_hash, password: 'a-brand-new-password' })).toEqual({ ok: true, value: '/portal' });
    expect(await tries(email)).toEqual([true]);
    expect(await signIn(visitor(), { email, password: 'a-brand-new-password' })).toMatchObject({ ok: true });
    expect(await setPassword(visitor(), { token_hash, password: 'yet-another-password' })).toMatchObject({
      refusal: { code: 'link-expired' },
    });
  });

  test('a link without a token, and one with an invented token, change nothing', async () => {
    expect(await setPassword(visitor(), { password: PASSWORD })).toMatchObject({ refusal: { code: 'link-expired' } });
    expect(await setPassword(visitor(), { token_hash: 'invented', password: PASSWORD })).toMatchObject({
      refusal: { code: 'link-expired' },
    });
  });
});

describe('guessing', () => {
  test('ends after ten tries on one account, from however many addresses, and begins anew after 15 minutes', async () => {
    const email = fresh('guessed');
    await trader(email);
    const codes: string[] = [];
    for (let guess = 0; guess < 12; guess += 1) {
      const answer = await signIn(visitor(`203.0.113.${guess}`), { email, password: `guess-${guess}` });
      codes.push(answer.ok ? 'in' : answer.refusal.code);
    }
    expect(codes.filter((code) => code === 'sign-in-refused')).toHaveLength(10);
    expect(codes.slice(10)).toEqual(['too-many-tries', 'too-many-tries']);
    expect(await signIn(visitor(null, new Date(NOW.getTime() + 900_000)), { email, password: PASSWORD })).toMatchObject({ ok: true });
  });

  test('two hundred guesses bring ten to the auth server', async () => {
    const email = fresh('flooded');
    await trader(email);
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, guess) => signIn(visitor(`192.0.2.${guess}`), { email, password: `guess-${guess}` })),
    );
    expect(answers.filter((answer) => !answer.ok && answer.refusal.code === 'too-many-tries')).toHaveLength(190);
    // One line is written for each try that the auth server answered.
    expect((await stack.sql.query('select from public.login_events where email = $1', [email])).rowCount).toBe(10);
  });

  test('ends after ten tries from one address, however many accounts it tries, and then uses up nobody’s tries', async () => {
    const email = fresh('spared');
    await trader(email);
    const codes: string[] = [];
    for (let guess = 0; guess < 22; guess += 1) {
      const answer = await signIn(visitor('198.51.100.7'), { email: guess < 11 ? fresh('spray') : email, password: 'guess' });
      codes.push(answer.ok ? 'in' : answer.refusal.code);
    }
    expect(codes.at(9)).toBe('sign-in-refused');
    expect(new Set(codes.slice(10))).toEqual(new Set(['too-many-tries']));
    expect(await signIn(visitor('203.0.113.77'), { email, password: PASSWORD })).toMatchObject({ ok: true });
  });

  test('does not lock the owner out of a device that has signed in before', async () => {
    const email = fresh('owner');
    await trader(email);
    for (let guess = 0; guess < 11; guess += 1) await signIn(visitor(), { email, password: 'guess' });
    const door = visitor();
    expect(await signIn({ ...door, visitor: { ...door.visitor, device: randomUUID() } }, { email, password: PASSWORD })).toMatchObject({
      ok: true,
    });
  });

  test('leaves every try written down, good and bad', async () => {
    const email = fresh('seen');
    await trader(email);
    await signIn(visitor('203.0.113.77'), { email, password: 'guess' });
    await signIn(visitor('203.0.113.77'), { email, password: PASSWORD });
    await signIn(visitor('203.0.113.77'), { email, password: 'guess' });
    const { rows } = await stack.sql.query(
      `select l.succeeded, host(l.ip) as ip, t.email as aimed_at from public.login_events l left join public.traders t on t.auth_user_id = l.actor_id
       where l.email = $1 order by l.id`,
      [email],
    );
    const ip = '203.0.113.77';
    // Until the first sign-in nobody stood behind the address; after it, a guess is kept beside whom it was aimed at.
    expect(rows).toEqual([
      { succeeded: false, ip, aimed_at: null },
      { succeeded: true, ip, aimed_at: email },
      { succeeded: false, ip, aimed_at: email },
    ]);
  });
});
