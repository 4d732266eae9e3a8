'use server';
// What is decided about a payout: a name under exactly what was seen, or a reason that the trader reads.
import { refresh } from 'next/cache';
import { z } from 'zod';
import { createClient } from '@/lib/db/server';
import { approvePayout, rejectPayout } from '@/lib/payouts/office-write';
import { accept } from '@/lib/refusal';
import { staffAction } from '@/lib/staff/action';
import { reasonText } from '@/lib/staff/reason';

const seen = { id: z.uuid(), version: z.coerce.number().int().positive() };

export const approveOne = staffAction(
  ['finance', 'admin'],
  z.strictObject({ ...seen, digest: z.string().regex(/^[0-9a-f]{64}$/) }),
  async (input) => {
    const outcome = await approvePayout(await createClient(), input, new Date());
    refresh();
    if (!outcome.ok) return outcome;
    return accept(
      outcome.value.outcome === 'signed' ? 'Signed. It needs one more person.' : 'Approved. It is sent when its window has ended.',
    );
  },
);

const reason = reasonText('Say why in a few words; the trader reads it.');

export const rejectOne = staffAction(['finance', 'admin'], z.strictObject({ ...seen, reason }), async (input) => {
  const outcome = await rejectPayout(await createClient(), input.id, input.version, input.reason);
  refresh();
  return outcome.ok ? accept('Rejected. The sum is the trader’s to ask for again, and they are told why.') : outcome;
});
