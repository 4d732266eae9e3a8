// The lock. Every page's data read, every action and every route of people begins here: the auth server verifies the person, the
// row in `staff` or `traders` says who they are. Row-level security stands behind it; proxy.ts in front of it is only a signpost.
import { isAuthRetryableFetchError, type User } from '@supabase/supabase-js';
import { headers } from 'next/headers';
import { forbidden, redirect } from 'next/navigation';
import { cache } from 'react';
import { createClient } from '@/lib/db/server';
import type { Actor, StaffActor, TraderActor } from '@/lib/staff/actor';
import { readActor } from '@/lib/staff/read';
import type { StaffRole } from '@/lib/staff/roles';

/** The header in which proxy.ts hands on the path that was asked for. */
const PATH_HEADER = 'x-pathname';

/** The signed-in person, verified by the auth server; null for a stranger. An auth server that does not answer is not a sign-out. */
const verifiedUser = cache(async (): Promise<User | null> => {
  const client = await createClient();
  const { data, error } = await client.auth.getUser();
  if (isAuthRetryableFetchError(error)) throw new Error('The sign-in service does not answer.');
  return data.user;
});

/** Who is asking, or null for a stranger. Read once per request. */
export const currentActor = cache(async (): Promise<Actor | null> => {
  const user = await verifiedUser();
  if (!user) return null;
  return readActor(await createClient(), { id: user.id, email: user.email ?? '' });
});

/** Whoever is not, or no longer, signed in goes to the sign-in page and comes back from there. */
export async function askToSignIn(): Promise<never> {
  const asked = (await headers()).get(PATH_HEADER);
  redirect(asked && asked !== '/' ? `/login?next=${encodeURIComponent(asked)}` : '/login');
}

/** One of the staff, in one of the given roles where roles are given. Strangers sign in first; others see "not yours" (403). */
export async function requireStaff(roles?: readonly StaffRole[]): Promise<StaffActor> {
  const actor = (await currentActor()) ?? (await askToSignIn());
  if (actor.kind === 'trader' && (await headers()).get(PATH_HEADER) === '/') redirect('/portal');
  if (actor.kind !== 'staff') forbidden();
  if (roles && !roles.includes(actor.role)) forbidden();
  return actor;
}

/** A trader, in their own portal. */
export async function requireTrader(): Promise<TraderActor> {
  const actor = (await currentActor()) ?? (await askToSignIn());
  if (actor.kind !== 'trader') forbidden();
  return actor;
}
