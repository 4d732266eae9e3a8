'use server';
// Proposing and publishing the payout policy: two people, in two steps.
import { refresh } from 'next/cache';
import { z } from 'zod';
import { createClient } from '@/lib/db/server';
import { policyForm } from '@/lib/payouts/policy';
import { proposePolicy, publishPolicy } from '@/lib/payouts/policy-write';
import { staffAction } from '@/lib/staff/action';

export const proposePayoutPolicy = staffAction(['finance', 'admin'], policyForm, async (input) => {
  const outcome = await proposePolicy(await createClient(), input, new Date());
  if (outcome.ok) refresh();
  return outcome;
});

export const publishPayoutPolicy = staffAction(
  ['finance', 'admin'],
  z.strictObject({ version: z.coerce.number().int().positive() }),
  async ({ version }) => {
    const outcome = await publishPolicy(await createClient(), version, new Date());
    refresh();
    return outcome;
  },
);
