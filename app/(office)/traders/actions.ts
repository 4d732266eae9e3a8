'use server';
// What staff do about a trader: a note, an invitation, and stopping or restoring their access.
import { refresh } from 'next/cache';
import { z } from 'zod';
import { createClient } from '@/lib/db/server';
import type { Result } from '@/lib/refusal';
import { staffAction } from '@/lib/staff/action';
import { reasonText } from '@/lib/staff/reason';
import { addTraderNote, changeContact, inviteTrader, setAccess } from '@/lib/traders/write';

const note = z.strictObject({ trader: z.uuid(), body: z.string().trim().min(1, 'An empty note says nothing.').max(4000) });
const invitation = z.strictObject({ trader: z.uuid() });
const access = z.strictObject({
  trader: z.uuid(),
  access: z.enum(['active', 'disabled', 'banned']),
  reason: reasonText('Write a reason: the trader and the audit read it.'),
});

const contact = z.strictObject({
  trader: z.uuid(),
  full_name: z.string().trim().min(1, 'Write a name.').max(200),
  was_full_name: z.string().max(200),
  // An address that somebody signs in with is not sent at all.
  email: z.email('Write a whole address.').max(254).optional(),
  was_email: z.string().max(254).optional(),
  country: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^([A-Z]{2})?$/, 'Two letters such as CZ, or nothing.'),
  was_country: z.string().max(2),
});

function shown(outcome: Result<string>): Result<string> {
  if (outcome.ok) refresh();
  return outcome;
}

export const noteOnTrader = staffAction(['support', 'risk', 'finance', 'admin'], note, async (input) =>
  shown(await addTraderNote(await createClient(), input.trader, input.body)),
);
export const inviteToPortal = staffAction(['support', 'risk', 'admin'], invitation, async (input) =>
  shown(await inviteTrader(await createClient(), input.trader)),
);
export const decideAccess = staffAction(['risk', 'admin'], access, async ({ trader, ...input }) =>
  shown(await setAccess(await createClient(), { id: trader, ...input })),
);

export const mendContact = staffAction(['support', 'risk', 'admin'], contact, async (input) =>
  shown(
    await changeContact(await createClient(), input.trader, {
      ...(input.full_name === input.was_full_name ? {} : { full_name: input.full_name }),
      ...(input.email === undefined || input.email === input.was_email ? {} : { email: input.email }),
      ...(input.country === input.was_country ? {} : { country: input.country || null }),
    }),
  ),
);
