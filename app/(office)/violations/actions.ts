'use server';
// Deciding a verdict: only risk may, always with a reason, and never on figures that changed meanwhile.
import { refresh } from 'next/cache';
import { z } from 'zod';
import { createClient } from '@/lib/db/server';
import { staffAction } from '@/lib/staff/action';
import { reasonText } from '@/lib/staff/reason';
import { decideViolation } from '@/lib/violations/write';

const decision = z.strictObject({
  id: z.uuid(),
  state: z.enum(['confirmed', 'withdrawn']),
  seen: z.string().max(40),
  reason: reasonText('Say why in a few words; it is kept with the verdict.'),
});

export const decideVerdict = staffAction(['risk', 'admin'], decision, async (input) => {
  const outcome = await decideViolation(await createClient(), input);
  if (outcome.ok) refresh();
  return outcome;
});
