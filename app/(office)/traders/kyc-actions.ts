'use server';
// Deciding who somebody is by hand, where a provider cannot or has not.
import { refresh } from 'next/cache';
import { z } from 'zod';
import { createClient } from '@/lib/db/server';
import { KYC_STATUSES } from '@/lib/reviews/kyc-states';
import { decideKyc } from '@/lib/reviews/kyc-write';
import { staffAction } from '@/lib/staff/action';
import { reasonText } from '@/lib/staff/reason';

const decision = z.strictObject({
  trader_id: z.uuid(),
  status: z.enum(KYC_STATUSES, 'Choose what it shall be.'),
  seen: z.enum(KYC_STATUSES),
  reason: reasonText('Say why; it is kept with the check.'),
});

export const decideIdentity = staffAction(['support', 'risk', 'admin'], decision, async (input) => {
  const outcome = await decideKyc(await createClient(), input);
  if (outcome.ok) refresh();
  return outcome;
});
