'use server';
// What staff do about a trader: a note, an invitation, and stopping or restoring their access.
import { refresh } from 'next/cache';
import { z } from 'zod';
import { createClient } from '@/lib/db/server';
import type { Result } from '@/lib/refusal';
import { staffAction, type ActionState } from '@/lib/staff/action';
import { addTraderNote, inviteTrader, setAccess } from '@/lib/traders/write';

const note = z.strictObject({ trader: z.uuid(), body: z.string().trim().min(1, 'An empty note says nothing.').max(4000) });
const invitation = z.strictObject({ trader: z.uuid() });
const access = z.strictObject({
  trader: z.uuid(),
  access: z.enum(['active', 'disabled', 'banned']),
  reason: z.string().trim().min(3, 'Write a reason: the trader and the audit read it.').max(500),
});

function shown(outcome: Result<string>): Result<string> {
  if (outcome.ok) refresh();
  return outcome;
}

const adding = staffAction(['support', 'risk', 'finance', 'admin'], note, async (input) =>
  shown(await addTraderNote(await createClient(), input.trader, input.body)),
);
const inviting = staffAction(['support', 'risk', 'admin'], invitation, async (input) =>
  shown(await inviteTrader(await createClient(), input.trader)),
);
const deciding = staffAction(['risk', 'admin'], access, async ({ trader, ...input }) =>
  shown(await setAccess(await createClient(), { id: trader, ...input })),
);

export async function noteOnTrader(before: ActionState, form: FormData): Promise<ActionState> {
  return adding(before, form);
}
export async function inviteToPortal(before: ActionState, form: FormData): Promise<ActionState> {
  return inviting(before, form);
}
export async function decideAccess(before: ActionState, form: FormData): Promise<ActionState> {
  return deciding(before, form);
}
