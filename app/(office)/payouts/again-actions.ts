'use server';
// What came back is asked for once more: whoever asks gives the reason, and somebody else signs it like any payout.
import { refresh } from 'next/cache';
import { z } from 'zod';
import { createClient } from '@/lib/db/server';
import { payAgain } from '@/lib/payouts/repayment-write';
import { accept } from '@/lib/refusal';
import { staffAction } from '@/lib/staff/action';
import { reasonText } from '@/lib/staff/reason';

const input = z.strictObject({
  id: z.uuid(),
  version: z.coerce.number().int().positive(),
  reason: reasonText('Say in a few words why it can be paid again.'),
});

export const payOneAgain = staffAction(['finance', 'admin'], input, async ({ id, version, reason }) => {
  const outcome = await payAgain(await createClient(), id, version, reason);
  refresh();
  return outcome.ok ? accept('It waits for another person’s name now.') : outcome;
});
