// Signing in and up for clients that keep a token instead of a cookie: the same limits, the same log, the same words as the pages.
import { isAuthRetryableFetchError, type Session, type SupabaseClient, type User } from '@supabase/supabase-js';
import type { z } from 'zod';
import type { login, registration } from '@/lib/api/requests';
import { anonymousClient, tokenClient } from '@/lib/db/clients';
import { accept, refuse, type Result } from '@/lib/refusal';
import type { Actor } from '@/lib/staff/actor';
import { readActor } from '@/lib/staff/read';
import { bindTrader, recordLogin, registrationIsOpen, takeSignIn, takeTries, wasEverStaff } from '@/lib/staff/receive';
import { withAddress, type Visitor } from '@/lib/staff/visitor';

export interface Me {
  id: string;
  email: string;
  is_active: boolean;
  /** `trader`, or the role of the staff. */
  role: string;
  trader_id: string | null;
  created_at: string;
}

export interface Tokens {
  user: Me;
  access_token: string | null;
  refresh_token: string | null;
  token_type: 'bearer';
  expires_in: number | null;
}

const tooMany = () => refuse('too-many-tries', 'Too many tries. Wait 15 minutes.', { facts: { retry_after_seconds: '900' } });
const silent = () => refuse('sign-in-unavailable', 'The sign-in service does not answer. Nothing was changed; try again in a minute.');
const unregistered = () => refuse('invalid', 'This address cannot be registered; sign in, or ask for a new password.', { path: 'email' });
const wrong = () => refuse('sign-in-refused', 'E-mail address or password is wrong.');

/** Who the caller is. Null where somebody is signed in and still nobody here. */
function meOf(actor: Actor, user: Pick<User, 'id' | 'email' | 'created_at'>): Me | null {
  if (actor.kind === 'unknown') return null;
  const role = actor.kind === 'staff' ? actor.role : 'trader';
  const trader_id = actor.kind === 'trader' ? actor.id : null;
  return { id: user.id, email: user.email ?? '', is_active: true, role, trader_id, created_at: user.created_at };
}

export async function readMe(client: SupabaseClient, token: string | null): Promise<Result<Me>> {
  const { data, error } = await client.auth.getUser(token ?? undefined);
  if (isAuthRetryableFetchError(error)) return silent();
  if (!data.user) return refuse('not-signed-in', 'Sign in first.');
  const me = meOf(await readActor(client, { id: data.user.id, email: data.user.email ?? '' }), data.user);
  return me ? accept(me) : refuse('not-signed-in', 'Sign in first.');
}

export async function signInForTokens(input: z.output<typeof login>, visitor: Visitor, now: Date): Promise<Result<Tokens>> {
  if (!(await takeSignIn(input.email, visitor, now))) return tooMany();
  const { data, error } = await anonymousClient().auth.signInWithPassword(input);
  if (isAuthRetryableFetchError(error)) return silent();
  const tokens = error ? null : await tokensOf(data.session, data.user, now);
  // As on the pages: a right password of somebody who may not come in is no sign-in.
  await recordLogin({ email: input.email, userId: data.user?.id ?? null, succeeded: tokens !== null, visitor, now });
  return tokens ? accept(tokens) : wrong();
}

/** Always a trader, never staff. Where the address must first be confirmed by mail there are no tokens yet. */
export async function registerForTokens(input: z.output<typeof registration>, visitor: Visitor, now: Date): Promise<Result<Tokens>> {
  if (!(await registrationIsOpen())) return refuse('registration-closed', 'Registration is closed at the moment.');
  if (!(await takeTries(withAddress(visitor, 'register', `register:account:${input.email}`), now))) return tooMany();
  const { email, password, full_name } = input;
  const { data, error } = await anonymousClient().auth.signUp({ email, password, options: { data: { full_name } } });
  if (isAuthRetryableFetchError(error)) return silent();
  // Where addresses are confirmed by mail, one that is known already answers as a new one does. Where they are not, whoever gets no
  // tokens learns that somebody is known, and not whether as a sign-in or as a trader.
  if (error || !data.user) return unregistered();
  if (data.session) {
    const tokens = await tokensOf(data.session, data.user, now);
    await recordLogin({ email, userId: data.user.id, succeeded: tokens !== null, visitor, now });
    return tokens ? accept(tokens) : unregistered();
  }
  const user = { id: data.user.id, email, is_active: false, role: 'trader', trader_id: null, created_at: data.user.created_at };
  return accept({ user, access_token: null, refresh_token: null, token_type: 'bearer', expires_in: null });
}

/** A confirmed person who is neither staff nor trader yet becomes a trader here, as on the pages. */
async function tokensOf(session: Session, user: User, now: Date): Promise<Tokens | null> {
  const client = tokenClient(session.access_token);
  const signedIn = { id: user.id, email: user.email ?? '' };
  let actor = await readActor(client, signedIn);
  if (actor.kind === 'unknown' && user.email_confirmed_at && !(await wasEverStaff(user.id))) {
    const name: unknown = user.user_metadata.full_name;
    await bindTrader({ ...signedIn, name: typeof name === 'string' ? name : '' }, now);
    actor = await readActor(client, signedIn);
  }
  const me = meOf(actor, user);
  if (!me) return null;
  const { access_token, refresh_token, expires_in } = session;
  return { user: me, access_token, refresh_token, token_type: 'bearer', expires_in };
}
