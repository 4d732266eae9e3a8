// What strangers bring to the sign-in doors: counted, written down, and bound to a person. It speaks for the firm itself, because
// nobody is signed in yet.
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { serviceClient } from '@/lib/db/clients';
import { secretKey } from '@/lib/env';
import { deviceDigest } from '@/lib/trades/access-draft';
import type { SignedIn } from '@/lib/staff/actor';
import { readInviteToken } from '@/lib/staff/invitation';
import { SIGN_IN_TRIES, SIGN_IN_WINDOW_SECONDS, signInLimits, type Visitor } from '@/lib/staff/visitor';

/** True while every limiter still has room. A limiter that cannot be asked has none: guessing must not profit from an outage. */
export async function takeTries(keys: string[], now: Date): Promise<boolean> {
  for (const key of keys) {
    const { data, error } = await serviceClient().rpc('take_rate', {
      p_key: key,
      p_limit: SIGN_IN_TRIES,
      p_window_seconds: SIGN_IN_WINDOW_SECONDS,
      p_now: now.toISOString(),
    });
    if (error) throw new Error(`The limiter does not answer: ${error.message}`);
    if (data !== true) return false;
  }
  return true;
}

export const takeSignIn = (email: string, visitor: Visitor, now: Date) => takeTries(signInLimits(email, visitor), now);

export type Login = { email: string; userId: string | null; succeeded: boolean; visitor: Visitor; now: Date };

/** Every success and failure is kept; a failure to keep it does not undo the sign-in. */
export async function recordLogin(login: Login): Promise<void> {
  const { error } = await serviceClient().rpc('record_login', {
    p_actor_id: login.userId,
    p_email: login.email,
    p_ip: login.visitor.seenFrom ?? login.visitor.address,
    p_user_agent: login.visitor.userAgent?.slice(0, 512) ?? null,
    p_succeeded: login.succeeded,
    p_now: login.now.toISOString(),
    p_device_hash: login.visitor.machine ? deviceDigest('portal', login.visitor.machine) : null,
  });
  if (error) console.error(`A sign-in could not be written down: ${error.message}`);
}

const openSetting = z.object({ value: z.union([z.string(), z.object({ open: z.boolean() })]) });

/** Whether traders may register: open until the setting `registration` closes it. */
export async function registrationIsOpen(): Promise<boolean> {
  const { data, error } = await serviceClient()
    .from('settings')
    .select('value')
    .eq('key', 'registration')
    .not('published_at', 'is', null)
    .order('version', { ascending: false })
    .limit(1)
    .maybeSingle();
  if (error) throw new Error(`The setting registration could not be read: ${error.message}`);
  const setting = openSetting.safeParse(data);
  if (!setting.success) return true;
  return typeof setting.data.value === 'string' ? setting.data.value !== 'closed' : setting.data.value.open;
}

/** Disabled staff see no row of their own; they must not come back in as traders. */
export async function wasEverStaff(userId: string): Promise<boolean> {
  const { data, error } = await serviceClient().from('staff').select('id').eq('id', userId).maybeSingle();
  if (error) throw new Error(`The staff list could not be read: ${error.message}`);
  return data !== null;
}

/** `needs-proof`: the address is a trader's we know, and this person has not shown that it is theirs. */
export type Binding = 'bound' | 'needs-proof' | 'registration-closed' | 'refused';

/** Binds a sign-in to its trader, making one where the address is new. */
export async function bindTrader(user: SignedIn & { name: string; proven?: boolean }, now: Date): Promise<Binding> {
  const { error } = await serviceClient().rpc('register_trader', {
    p: { auth_user_id: user.id, email: user.email, full_name: user.name, proven: user.proven ?? false, now: now.toISOString() },
  });
  if (!error) return 'bound';
  const told = (['needs-proof', 'registration-closed'] as const).find((code) => error.message === code);
  return told ?? 'refused';
}

/** The device's name from its cookie, if we signed it for this account. */
export function knownDevice(cookie: string | undefined, email: string): string | null {
  const [device, signature] = cookie?.split('.') ?? [];
  if (!device || !signature) return null;
  const expected = Buffer.from(signDevice(device, email));
  const given = Buffer.from(signature);
  return expected.length === given.length && timingSafeEqual(expected, given) ? device : null;
}

/** The name a browser came with, whoever signed in there before, or a new one: one machine keeps one name. */
export function machineName(cookie: string | undefined): string {
  const name = cookie?.split('.')[0] ?? '';
  return /^[0-9a-f]{32}$/.test(name) ? name : randomBytes(16).toString('hex');
}

/** The cookie of a machine that has just signed in to this account. */
export function deviceCookie(email: string, machine: string): string {
  return `${machine}.${signDevice(machine, email)}`;
}

function signDevice(device: string, email: string): string {
  return createHmac('sha256', secretKey()).update(`device:${device}:${email}`).digest('base64url');
}

/** Invites are kept as digests, so that reading the table is not enough to use one. */
export const inviteDigest = (token: string): string => createHash('sha256').update(token).digest('hex');

const inviteRow = z.object({ id: z.string(), email: z.string(), role: z.string(), invited_by: z.string().nullable() });
export type Invite = z.output<typeof inviteRow>;

/** The open invite behind a link, or null: expired, used, mistyped and never issued are one answer. */
export async function findInvite(token: string, now: Date): Promise<Invite | null> {
  const { data, error } = await serviceClient()
    .from('staff_invites')
    .select('id, email, role, invited_by')
    .eq('token_hash', inviteDigest(token))
    .is('accepted_at', null)
    .is('revoked_at', null)
    // One that another admin has not agreed to opens nothing yet, not even a sign-in.
    .or('invited_by.is.null,approved_at.not.is.null')
    .gt('expires_at', now.toISOString())
    .maybeSingle();
  if (error) throw new Error(`staff_invites: ${error.message}`);
  const invite = inviteRow.safeParse(data);
  if (!invite.success) return null;
  // The digest of a link is told by whoever invites, past this server if they like: of their invitations only a link that we signed, and mailed, counts.
  const isOurs = invite.data.invited_by === null || readInviteToken(secretKey(), 'staff', token) === invite.data.id;
  return isOurs ? invite.data : null;
}

const portalInvite = z.object({ trader: z.object({ email: z.string() }) });

/** The address an open invitation to the portal was mailed to, or null; whoever brings the link has read that mailbox. */
export async function findTraderInvite(token: string, now: Date): Promise<{ id: string; email: string } | null> {
  const id = readInviteToken(secretKey(), 'trader', token);
  if (!id) return null;
  const { data, error } = await serviceClient()
    .from('trader_invites')
    .select('trader:traders!inner(email)')
    .eq('id', id)
    .is('accepted_at', null)
    .is('revoked_at', null)
    .gt('expires_at', now.toISOString())
    .maybeSingle();
  if (error) throw new Error(`trader_invites: ${error.message}`);
  const invite = portalInvite.safeParse(data);
  return invite.success ? { id, email: invite.data.trader.email } : null;
}

/** Hands a known trader over to the sign-in of whoever holds the link. */
export async function acceptTraderInvite(inviteId: string, user: SignedIn & { name: string }, now: Date): Promise<boolean> {
  const { error } = await serviceClient().rpc('accept_trader_invite', {
    p: { invite_id: inviteId, auth_user_id: user.id, email: user.email, full_name: user.name, now: now.toISOString() },
  });
  return !error;
}

/** Makes the invited person staff. The database checks the invite once more, under its own lock. */
export async function acceptInvite(token: string, user: SignedIn & { name: string }, now: Date): Promise<boolean> {
  const { error } = await serviceClient().rpc('accept_invite', {
    p: { token_hash: inviteDigest(token), auth_user_id: user.id, email: user.email, full_name: user.name, now: now.toISOString() },
  });
  return !error;
}
