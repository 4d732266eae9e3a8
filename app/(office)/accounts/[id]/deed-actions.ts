'use server';
// Deeds on one account: always with a reason, on the version that was looked at, and nothing on a past instant.
import { refresh } from 'next/cache';
import { z } from 'zod';
import { DEED_ROLES, DEEDS, mayDo } from '@/lib/accounts/deed';
import { decideTransition, performDeed, undoOwnBlock } from '@/lib/accounts/deed-write';
import { createClient } from '@/lib/db/server';
import { refuse } from '@/lib/refusal';
import { staffAction } from '@/lib/staff/action';
import { reasonText } from '@/lib/staff/reason';

const reason = reasonText('Say why in a few words; it is kept with the account.');

const deed = z.strictObject({
  account: z.uuid(),
  version: z.string().regex(/^\d{1,15}$/),
  deed: z.enum(DEEDS),
  from: z.string().max(20),
  to: z.enum(['active', 'live', 'passed', 'failed', 'blocked', 'closed', '']),
  reason,
});
export const performAccountDeed = staffAction(DEED_ROLES, deed, async (input, actor) => {
  if (!mayDo(actor.role, input.deed)) return refuse('not-allowed', 'Your role may not do this.');
  const { account: id, version, from, to } = input;
  const asked = { id, version: Number.parseInt(version, 10), from, deed: input.deed, to: to === '' ? null : to, reason: input.reason };
  const outcome = await performDeed(await createClient(), asked);
  refresh();
  return outcome;
});

export const undoAccountBlock = staffAction(['risk', 'admin'], z.strictObject({ account: z.uuid() }), async ({ account }, actor) => {
  const outcome = await undoOwnBlock(await createClient(), account, actor.id);
  refresh();
  return outcome;
});

const answer = z.strictObject({ id: z.uuid(), state: z.enum(['approved', 'rejected']), reason });
export const decideAccountChange = staffAction(['risk', 'admin'], answer, async (input) => {
  const outcome = await decideTransition(await createClient(), input.id, input.state, input.reason);
  refresh();
  return outcome;
});
