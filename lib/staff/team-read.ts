// Who works here, as an admin or auditor reads it: colleagues, invitations under way, and who is shut out after too many tries.
import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { DELIVERY_STATES, type DeliveryState } from '@/lib/mail/states';
import { STAFF_ROLES } from '@/lib/staff/roles';
import { SIGN_IN_TRIES, SIGN_IN_WINDOW_SECONDS } from '@/lib/staff/visitor';

const colleague = z.object({
  id: z.string(),
  email: z.string(),
  full_name: z.string(),
  role: z.enum(STAFF_ROLES),
  is_active: z.boolean(),
  last_login_at: z.string().nullable(),
  created_at: z.string(),
});
const invite = z.object({
  id: z.string(),
  email: z.string(),
  role: z.enum(STAFF_ROLES),
  invited_by: z.string().nullable(),
  approved_at: z.string().nullable(),
  expires_at: z.string(),
  created_at: z.string(),
});
const letter = z.object({ id: z.string(), to_email: z.string(), state: z.enum(DELIVERY_STATES), created_at: z.string() });
const session = z.object({ staff_id: z.string(), sessions: z.number().nullable() });
const lockout = z.object({ kind: z.string(), subject: z.string(), tries: z.number(), ends_at: z.string() });

/** `sessions` is null where the auth server keeps its sessions to itself. */
export type Colleague = z.infer<typeof colleague> & { sessions: number | null };
/** `letter`: the newest one that carried it; null while none was due. */
export type OpenInvite = z.infer<typeof invite> & { letter: { id: string; state: DeliveryState } | null };
export type Lockout = z.infer<typeof lockout>;

function told<T>(name: string, { data, error }: { data: T; error: { message: string } | null }): T {
  if (error) throw new Error(`${name}: ${error.message}`);
  return data;
}

/** Everybody, active ones first, then by name. */
export async function readTeam(client: SupabaseClient): Promise<Colleague[]> {
  const [people, open] = await Promise.all([
    client
      .from('staff')
      .select('id,email,full_name,role,is_active,last_login_at,created_at')
      .order('is_active', { ascending: false })
      .order('full_name')
      .order('id'),
    client.rpc('staff_sessions'),
  ]);
  const sessions = new Map(
    open.error
      ? []
      : z
          .array(session)
          .parse(open.data)
          .map((one) => [one.staff_id, one.sessions]),
  );
  return z
    .array(colleague)
    .parse(told('staff', people))
    .map((one) => ({ ...one, sessions: sessions.get(one.id) ?? null }));
}

/** Invitations nobody accepted or took back, the newest first; expired ones too, since they explain why somebody is missing. */
export async function readOpenInvites(client: SupabaseClient): Promise<OpenInvite[]> {
  const asked = await client
    .from('staff_invites')
    .select('id,email,role,invited_by,approved_at,expires_at,created_at')
    .is('accepted_at', null)
    .is('revoked_at', null)
    .order('created_at', { ascending: false })
    .limit(100);
  const invites = z.array(invite).parse(told('staff_invites', asked));
  if (invites.length === 0) return [];
  const letters = await client
    .from('deliveries_list')
    .select('id,to_email,state,created_at')
    .eq('message', 'staff-invitation')
    .in(
      'to_email',
      invites.map((one) => one.email),
    )
    .gte(
      'created_at',
      invites.map((one) => one.created_at).reduce((a, b) => (a < b ? a : b)),
    )
    .order('created_at', { ascending: false });
  const sent = z.array(letter).parse(told('deliveries_list', letters));
  const letterOf = (one: z.infer<typeof invite>) =>
    sent.find(({ to_email, created_at }) => to_email === one.email && Date.parse(created_at) >= Date.parse(one.created_at)) ?? null;
  return invites.map((one) => ({ ...one, letter: letterOf(one) }));
}

export async function readLockouts(client: SupabaseClient): Promise<Lockout[]> {
  const asked = await client.rpc('sign_in_lockouts', { p_limit: SIGN_IN_TRIES, p_window_seconds: SIGN_IN_WINDOW_SECONDS });
  return z.array(lockout).parse(told('sign_in_lockouts', asked));
}
