'use server';
// Proposing and publishing the payout policy: two people, in two steps.
import { refresh } from 'next/cache';
import { z } from 'zod';
import { createClient } from '@/lib/db/server';
import { policyForm } from '@/lib/payouts/policy';
import { proposePolicy, publishPolicy } from '@/lib/payouts/policy-write';
import { staffAction, type ActionState } from '@/lib/staff/action';

const propose = staffAction(['finance', 'admin'], policyForm, async (input) => {
  const outcome = await proposePolicy(await createClient(), input, new Date());
  if (outcome.ok) refresh();
  return outcome;
});

export async function proposePayoutPolicy(before: ActionState, form: FormData): Promise<ActionState> {
  return propose(before, form);
}

const publish = staffAction(['finance', 'admin'], z.strictObject({ version: z.coerce.number().int().positive() }), async ({ version }) => {
  const outcome = await publishPolicy(await createClient(), version, new Date());
  refresh();
  return outcome;
});

export async function publishPayoutPolicy(before: ActionState, form: FormData): Promise<ActionState> {
  return publish(before, form);
}
