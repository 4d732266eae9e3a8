// The verbs of the sign-in doors: sign in and out, register, ask for a new password, set it. Known and unknown addresses get the
// same words, so that nobody learns who has an account here.
import { isAuthRetryableFetchError, type AuthError, type SupabaseClient, type User } from '@supabase/supabase-js';
import { appUrl } from '@/lib/env';
import { accept, refuse, type Result } from '@/lib/refusal';
import { landingOf, safePath } from '@/lib/staff/actor';
import type { Invitation, Registration, Reset, SignIn } from '@/lib/staff/credentials';
import { readActor } from '@/lib/staff/read';
import {
  acceptInvite,
  acceptTraderInvite,
  bindTrader,
  findInvite,
  findTraderInvite,
  recordLogin,
  registrationIsOpen,
  takeSignIn,
  takeTries,
  wasEverStaff,
  type Binding,
} from '@/lib/staff/receive';
import { withAddress, type Visitor } from '@/lib/staff/visitor';

/** The person's own client, where the visitor stands, and the time. */
export type Door = { client: SupabaseClient; visitor: Visitor; now: Date };

const WRONG = 'E-mail address or password is wrong. Check both, or ask for a new password.';
const TOO_MANY = 'Too many tries. Wait 15 minutes, or ask for a new password.';
const SILENT = 'The sign-in service does not answer. Nothing was changed; try again in a minute.';
const tooMany = () => refuse('too-many-tries', TOO_MANY);
const closed = () => refuse('registration-closed', 'Registration is closed at the moment.');
const silent = () => refuse('sign-in-unavailable', SILENT);

const signedIn = (user: User) => ({ id: user.id, email: user.email ?? '' });

const nameOf = (user: User): string => {
  const name: unknown = user.user_metadata.full_name;
  return typeof name === 'string' ? name : '';
};

/** Signs in and answers where to go. A confirmed person who is neither staff nor trader yet becomes a trader here. */
export async function signIn(door: Door, input: SignIn): Promise<Result<string>> {
  const { client, visitor, now } = door;
  if (!(await takeSignIn(input.email, visitor, now))) return tooMany();
  const { data, error } = await client.auth.signInWithPassword({ email: input.email, password: input.password });
  if (isAuthRetryableFetchError(error)) return silent();
  if (!error && data.user) return enter(door, data.user, safePath(input.next));
  await recordLogin({ email: input.email, userId: null, succeeded: false, visitor, now });
  return refuse('sign-in-refused', WRONG);
}

const CONFIRM =
  'Accounts were opened for this address before you registered. We mailed it a link to choose a new password: open that one to see them.';

/** Written down with how it ended: the right password of somebody who may not come in is no sign-in. `proven` as below. */
async function enter(door: Door, user: User, next: string | null, proven = false): Promise<Result<string>> {
  const entered = await letIn(door, user, next, proven);
  await recordEntry(door, user, entered.ok);
  return entered;
}

const recordEntry = ({ visitor, now }: Door, user: User, succeeded: boolean) =>
  recordLogin({ email: user.email ?? '', userId: user.id, succeeded, visitor, now });

/** `proven`: this person has just used a link that was mailed to their address. */
async function letIn(door: Door, user: User, next: string | null, proven: boolean): Promise<Result<string>> {
  const { client, now } = door;
  let actor = await readActor(client, signedIn(user));
  let binding: Binding = 'refused';
  if (actor.kind === 'unknown' && user.email_confirmed_at && !(await wasEverStaff(user.id))) {
    binding = await bindTrader({ ...signedIn(user), name: nameOf(user), proven }, now);
    actor = await readActor(client, signedIn(user));
  }
  if (actor.kind !== 'unknown') return accept(landingOf(actor, next));
  await client.auth.signOut({ scope: 'local' });
  if (binding === 'registration-closed') return closed();
  if (binding !== 'needs-proof') return refuse('sign-in-refused', WRONG);
  const asked = await askForPassword(door, signedIn(user).email);
  return asked.ok ? refuse('confirm-address', CONFIRM) : asked;
}

/** Ends this session on the auth server and in the cookies. */
export async function signOut(client: SupabaseClient): Promise<void> {
  await client.auth.signOut({ scope: 'local' });
}

export const ASKED = 'If this address has an account, a link to choose a new password is on its way. It works once.';

/** Always the same answer; the limiter keeps the mailbox of a known address from being flooded. */
export async function askForPassword({ client, visitor, now }: Door, email: string): Promise<Result<string>> {
  if (!(await takeTries(withAddress(visitor, 'reset', `reset:account:${email}`), now))) return tooMany();
  const { error } = await client.auth.resetPasswordForEmail(email, { redirectTo: `${appUrl()}/reset-password` });
  return isAuthRetryableFetchError(error) ? silent() : accept(ASKED);
}

async function redeem(client: SupabaseClient, input: Reset): Promise<AuthError | null | 'missing'> {
  if (input.token_hash) return (await client.auth.verifyOtp({ type: 'recovery', token_hash: input.token_hash })).error;
  if (input.code) return (await client.auth.exchangeCodeForSession(input.code)).error;
  return 'missing';
}

/** Redeems the link and sets the password in one step, so that opening the link alone uses nothing up. */
export async function setPassword(door: Door, input: Reset): Promise<Result<string>> {
  const { client, visitor, now } = door;
  if (visitor.address && !(await takeTries([`redeem:address:${visitor.address}`], now))) return tooMany();
  const trouble = await redeem(client, input);
  if (trouble !== 'missing' && isAuthRetryableFetchError(trouble)) return silent();
  if (trouble) return refuse('link-expired', 'This link was used, has expired or is incomplete. Ask for a new one.');
  const { data, error } = await client.auth.updateUser({ password: input.password });
  if (error || !data.user) {
    await client.auth.signOut({ scope: 'local' });
    return refuse('password-refused', 'This password was not accepted. Ask for a new link and choose a longer, different one.');
  }
  await client.auth.signOut({ scope: 'others' });
  return enter(door, data.user, null, true);
}

export const REGISTERED =
  'Thank you. If this address is new here, your sign-in is ready: confirm it by the mail we send, if one comes, and sign in.';

/** Always a trader, never staff. The trader's row is made at the first sign-in, when the address is proven. */
export async function register({ client, visitor, now }: Door, input: Registration): Promise<Result<string>> {
  if (!(await registrationIsOpen())) return closed();
  if (!(await takeTries(withAddress(visitor, 'register', `register:account:${input.email}`), now))) return tooMany();
  const { data, error } = await client.auth.signUp({
    email: input.email,
    password: input.password,
    options: { data: { full_name: input.full_name }, emailRedirectTo: `${appUrl()}/login` },
  });
  if (isAuthRetryableFetchError(error)) return silent();
  if (data.session) await client.auth.signOut({ scope: 'local' });
  return accept(REGISTERED);
}

const CHOSEN = 'This address has a sign-in already. We mailed it a link to choose a password: with that one you come to your portal.';

/** Opens the portal to whoever holds the link that was mailed to a known trader. */
export async function joinPortal(door: Door, input: Invitation): Promise<Result<string>> {
  const { client, visitor, now } = door;
  const invalid = refuse('invite-invalid', 'This invitation was used, has expired or was never issued. Ask support for a new one.');
  if (visitor.address && !(await takeTries([`invite:address:${visitor.address}`], now))) return tooMany();
  const invite = await findTraderInvite(input.token, now);
  if (!invite) return invalid;
  const options = { data: { full_name: input.full_name } };
  const { data, error } = await client.auth.signUp({ email: invite.email, password: input.password, options });
  if (isAuthRetryableFetchError(error)) return silent();
  if (error || !data.user || data.user.identities?.length === 0) {
    // Somebody signed up under this address without proving it: their password must not open the portal, so the mailbox decides again.
    const asked = await askForPassword(door, invite.email);
    return asked.ok ? refuse('sign-in-exists', CHOSEN) : asked;
  }
  if (!(await acceptTraderInvite(invite.id, { id: data.user.id, email: invite.email, name: input.full_name }, now))) return invalid;
  if (!data.session) return accept('/login');
  await recordEntry(door, data.user, true);
  return accept('/portal');
}

/** Staff come by invite only. The sign-in is made first and stays powerless until the database accepts the invite for it. */
export async function joinStaff(door: Door, input: Invitation): Promise<Result<string>> {
  const { client, visitor, now } = door;
  const invalid = refuse('invite-invalid', 'This invite was used, has expired or was never issued. Ask an admin for a new one.');
  if (visitor.address && !(await takeTries([`invite:address:${visitor.address}`], now))) return tooMany();
  const invite = await findInvite(input.token, now);
  if (!invite) return invalid;
  const { data, error } = await client.auth.signUp({
    email: invite.email,
    password: input.password,
    options: { data: { full_name: input.full_name } },
  });
  if (isAuthRetryableFetchError(error)) return silent();
  // An address that already signs in here gets a made-up person without identities; an invite never takes such an account over.
  if (error || !data.user || data.user.identities?.length === 0) return invalid;
  if (!(await acceptInvite(input.token, { id: data.user.id, email: invite.email, name: input.full_name }, now))) return invalid;
  if (!data.session) return accept('/login');
  await recordEntry(door, data.user, true);
  return accept('/');
}
