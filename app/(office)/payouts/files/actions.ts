'use server';
// Making a file of what is to be carried, and saying what came of each payout in it.
import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { createClient } from '@/lib/db/server';
import { makePayoutFile } from '@/lib/payouts/file-send';
import { markPayout } from '@/lib/payouts/file-write';
import { staffAction } from '@/lib/staff/action';

const chosen = z
  .string()
  .transform((text) => text.split(',').filter(Boolean))
  .pipe(z.array(z.uuid()).min(1, 'Choose at least one payout.').max(500));

export const makeFile = staffAction(
  ['finance', 'admin'],
  z.strictObject({ provider: z.enum(['rise', 'bank']), payouts: chosen }),
  async (input, actor) => {
    const made = await makePayoutFile(input.provider, actor.id, new Date(), input.payouts);
    if (!made.ok) {
      refresh();
      return made;
    }
    redirect(`/payouts/files/${made.value.export_id}`);
  },
);

const marking = z.strictObject({
  id: z.uuid(),
  version: z.coerce.number().int().positive(),
  outcome: z.enum(['paid', 'failed', 'returned']),
  reference: z.string().trim().min(3, 'Write the reference or the reason.').max(200),
});

export const markOne = staffAction(['finance', 'admin'], marking, async (input) => {
  const outcome = await markPayout(await createClient(), input);
  refresh();
  return outcome;
});
