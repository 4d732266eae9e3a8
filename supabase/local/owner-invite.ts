// The owner's invitation by hand: how the first admin gets in, since everybody else is invited by an admin. Whoever holds the address of the
// database owns the firm, so nothing else is asked of them; once an admin is active, the office invites and this refuses.
import { createHash, randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { invitePath } from '@/lib/staff/invitation';
import type { StaffRole } from '@/lib/staff/roles';
import { Trouble } from './trouble';

export interface Invitee {
  email: string;
  role: StaffRole;
}

const DAYS = 7;
const STANDING = `select exists (select from public.staff s where s.role = 'admin' and s.is_active) as has_admin,
  exists (select from public.staff s where lower(s.email) = $1) as is_staff, exists (select from auth.users u where lower(u.email) = $1) as signs_in`;

type Standing = { has_admin: boolean; is_staff: boolean; signs_in: boolean };

function refusal({ has_admin, is_staff, signs_in }: Standing, email: string): string | null {
  if (has_admin) return 'This firm has an active admin: colleagues are invited in the office, under Staff.';
  if (is_staff) return `${email} worked here before: name another address.`;
  if (signs_in) return `Somebody signs in with ${email} already, and an invitation takes no sign-in over: name another address.`;
  return null;
}

/** Answers the path of the link. Only its digest is kept, so it cannot be told again; a new one ends those before it. */
export async function inviteByHand(databaseUrl: string, { email, role }: Invitee): Promise<string> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('begin');
    // One at a time, or two runs side by side would leave two links.
    await client.query('lock table public.staff_invites in share row exclusive mode');
    const refused = refusal((await client.query<Standing>(STANDING, [email])).rows[0] as Standing, email);
    if (refused !== null) throw new Trouble(refused);
    const token = randomBytes(32).toString('hex');
    await client.query(
      `update public.staff_invites set revoked_at = now()
        where accepted_at is null and revoked_at is null and (invited_by is null or lower(email) = $1)`,
      [email],
    );
    await client.query(
      `with made as (insert into public.staff_invites (email, role, token_hash, expires_at)
          values ($1, $2, $3, now() + make_interval(days => $4)) returning id, role)
        select private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', 'staff.invited', 'actor_kind', 'system',
          'data', jsonb_build_object('invite_id', made.id, 'role', made.role, 'approved', true))), now()) from made`,
      [email, role, createHash('sha256').update(token).digest('hex'), DAYS],
    );
    await client.query('commit');
    return invitePath(token);
  } finally {
    await client.end();
  }
}
