'use server';
// What may be done about the audit itself: an admin explains a change of the history that the hourly check found.
import { refresh } from 'next/cache';
import { z } from 'zod';
import { createClient } from '@/lib/db/server';
import { explainBreak } from '@/lib/events/anchors-write';
import { staffAction } from '@/lib/staff/action';
import { reasonText } from '@/lib/staff/reason';

const explanation = z.strictObject({
  anchor_id: z.coerce.number().int().positive(),
  reason: reasonText('Say what happened in a few words.'),
});
export const explainChange = staffAction(['admin'], explanation, async (input) => {
  const outcome = await explainBreak(await createClient(), input);
  if (outcome.ok) refresh();
  return outcome;
});
