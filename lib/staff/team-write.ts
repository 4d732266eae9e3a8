// Deeds about colleagues. The database decides who may, that two admins make an identity, and that the last admin stays.
import type { SupabaseClient } from '@supabase/supabase-js';
import { randomUUID } from 'node:crypto';
import { mailLeaves, secretKey } from '@/lib/env';
import { wayOf } from '@/lib/mail/states';
import { accept, refuse, type Result } from '@/lib/refusal';
import { inviteToken } from '@/lib/staff/invitation';
import { inviteDigest } from '@/lib/staff/receive';
import type { StaffRole } from '@/lib/staff/roles';

const WORDS: Record<string, string> = {
  'not-allowed': 'Only an admin does this.',
  'not-found': 'This is not there any more. Look at the list again.',
  'already-staff': 'Somebody with this address works here already. Change their role in the list.',
  'already-decided': 'Somebody did this meanwhile; the list shows what stands.',
  'needs-another-person': 'Another admin does this: nobody changes themselves or agrees with their own invitation.',
  'reason-missing': 'Write a reason: the audit keeps it.',
  expired: 'This invitation has expired. Invite again.',
  'last-admin': 'The last active admin stays one: a firm without an admin cannot be mended from inside.',
};

function refusalOf(message: string): Result<never> {
  const code = message.includes('last active admin') ? 'last-admin' : (Object.keys(WORDS).find((one) => one === message) ?? 'not-done');
  return refuse(code, WORDS[code] ?? 'Nothing was changed. Try again.');
}

/** The database is told the digest of the link's token only; the letter's writer makes the link again from the id. */
export async function inviteColleague(client: SupabaseClient, input: { email: string; role: StaffRole }): Promise<Result<string>> {
  const id = randomUUID();
  const { data, error } = await client.rpc('invite_staff', {
    p_id: id,
    p_email: input.email,
    p_role: input.role,
    p_token_hash: inviteDigest(inviteToken(secretKey(), 'staff', id)),
  });
  if (error) return refusalOf(error.message);
  return accept(
    data === 'mailed' ? wayOf(mailLeaves(), `Invitation mailed to ${input.email}`) : 'Another admin has to agree; then the letter leaves',
  );
}

export async function decideInvite(client: SupabaseClient, input: { id: string; decision: 'approve' | 'revoke' }): Promise<Result<string>> {
  const { data, error } = await client.rpc('decide_staff_invite', { p_id: input.id, p_decision: input.decision });
  if (error) return refusalOf(error.message);
  return accept(
    data === 'mailed' ? wayOf(mailLeaves(), 'Agreed; the letter is on its way') : 'Invitation taken back; its link opens nothing',
  );
}

export type Change = { id: string; role: StaffRole; is_active: boolean; reason: string };

export async function changeColleague(client: SupabaseClient, { id, role, is_active, reason }: Change): Promise<Result<string>> {
  const { data, error } = await client.rpc('set_staff', { p_id: id, p_role: role, p_is_active: is_active, p_reason: reason });
  if (error) return refusalOf(error.message);
  return accept(data === 'inactive' ? 'Deactivated: every session of theirs ended' : `Role: ${String(data)}`);
}
