'use server';
// What admins do about colleagues: invite, agree or take back, change a role, deactivate.
import { refresh } from 'next/cache';
import { z } from 'zod';
import { createClient } from '@/lib/db/server';
import type { Result } from '@/lib/refusal';
import { staffAction } from '@/lib/staff/action';
import { reasonText } from '@/lib/staff/reason';
import { STAFF_ROLES } from '@/lib/staff/roles';
import { changeColleague, decideInvite, inviteColleague } from '@/lib/staff/team-write';

const role = z.enum(STAFF_ROLES);
const invitation = z.strictObject({
  email: z.string().trim().toLowerCase().max(254).pipe(z.email('Write an e-mail address, such as name@firm.com.')),
  role,
});
const decision = z.strictObject({ id: z.uuid(), decision: z.enum(['approve', 'revoke']) });
const change = z.strictObject({
  id: z.uuid(),
  role,
  is_active: z.enum(['true', 'false']).transform((text) => text === 'true'),
  reason: reasonText('Write a reason: the audit keeps it.'),
});

function shown(outcome: Result<string>): Result<string> {
  if (outcome.ok) refresh();
  return outcome;
}

export const inviteToOffice = staffAction(['admin'], invitation, async (input) =>
  shown(await inviteColleague(await createClient(), input)),
);
export const decideInvitation = staffAction(['admin'], decision, async (input) => shown(await decideInvite(await createClient(), input)));
export const changeStaff = staffAction(['admin'], change, async (input) => shown(await changeColleague(await createClient(), input)));
