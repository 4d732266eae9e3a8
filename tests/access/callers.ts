// Everybody who knocks at the API in these tests, each signed in through the auth server as they would be in life.
import type { SupabaseClient } from '@supabase/supabase-js';
import { ROLES, type StaffRole } from '../db/stage';
import type { TestStack } from '../support/stack';

export { ROLES, type StaffRole };

/** `nobody` signed up and is neither staff nor trader; the two disabled ones still hold tokens that have not run out. */
export const PEOPLE = [...ROLES, 'trader', 'stranger', 'nobody', 'disabled-staff', 'disabled-trader'] as const;
export const CALLERS = [...PEOPLE, 'anon', 'service'] as const;
export type Person = (typeof PEOPLE)[number];
export type Caller = (typeof CALLERS)[number];

export interface Known {
  client: SupabaseClient;
  /** At the auth server; null for a key without a person. */
  userId: string | null;
  /** Null for whoever is no trader. */
  traderId: string | null;
  email: string;
  accessToken: string;
}

export type Callers = Record<Caller, Known>;

export const emailOf = (person: Person): string => `${person}@access.test`;

async function makeStaff(stack: TestStack, id: string, person: Person, role: string): Promise<void> {
  await stack.sql.query('insert into public.staff (id, email, full_name, role) values ($1, $2, $3, $4)', [
    id,
    emailOf(person),
    `Staff ${person}`,
    role,
  ]);
}

async function makeTrader(stack: TestStack, id: string, person: Person): Promise<string> {
  const p = { auth_user_id: id, email: emailOf(person), full_name: `Trader ${person}`, now: '2026-02-01T00:00:00Z' };
  const { data, error } = await stack.service.rpc('register_trader', { p });
  if (error) throw error;
  return data as string;
}

export async function signEverybodyUp(stack: TestStack): Promise<Callers> {
  const known: Partial<Callers> = {
    anon: { client: stack.anonymous(), userId: null, traderId: null, email: '', accessToken: '' },
    service: { client: stack.service, userId: null, traderId: null, email: '', accessToken: '' },
  };
  for (const person of PEOPLE) {
    const { id, client, accessToken } = await stack.signUp(emailOf(person));
    let traderId: string | null = null;
    if (person === 'disabled-staff') await makeStaff(stack, id, person, 'risk');
    else if (person === 'trader' || person === 'stranger' || person === 'disabled-trader') traderId = await makeTrader(stack, id, person);
    else if (person !== 'nobody') await makeStaff(stack, id, person, person);
    known[person] = { client, userId: id, traderId, email: emailOf(person), accessToken };
  }
  return known as Callers;
}

/** What the office does to somebody who leaves: their sign-in stays valid until it runs out. */
export async function disableTheDisabled(stack: TestStack): Promise<void> {
  await stack.sql.query('update public.staff set is_active = false where email = $1', [emailOf('disabled-staff')]);
  await stack.sql.query('update public.traders set is_active = false where email = $1', [emailOf('disabled-trader')]);
}
