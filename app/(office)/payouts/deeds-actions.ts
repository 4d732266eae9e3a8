'use server';
// What two people do about one payout, beside approving it: stop it and let it go on, say what became of it and carry that out.
import { refresh } from 'next/cache';
import { z } from 'zod';
import { createClient } from '@/lib/db/server';
import { CONCLUSIONS } from '@/lib/payouts/conclusion';
import { concludePayout, holdPayout, proposeConclusion, releaseHold } from '@/lib/payouts/conclusion-write';
import type { Result } from '@/lib/refusal';
import { staffAction } from '@/lib/staff/action';
import { reasonText } from '@/lib/staff/reason';

/** What stands after the deed is drawn, also where somebody was faster. */
async function shown<T>(deed: Promise<Result<T>>): Promise<Result<T>> {
  const outcome = await deed;
  refresh();
  return outcome;
}
const reason = reasonText('Say why in a few words.');

export const proposeOne = staffAction(
  ['finance', 'admin'],
  z.strictObject({
    id: z.uuid(),
    state: z.string().max(20),
    outcome: z.enum(CONCLUSIONS, 'Say what became of it.'),
    evidence: z.string().trim().min(10, 'Say where it can be looked at.').max(500),
  }),
  async (input) => shown(proposeConclusion(await createClient(), input)),
);
export const concludeOne = staffAction(
  ['finance', 'admin'],
  z.strictObject({ id: z.uuid(), decision: z.enum(['concluded', 'refused']), reason }),
  async ({ id, decision, reason: why }) => shown(concludePayout(await createClient(), id, decision, why)),
);
export const stopOne = staffAction(
  ['finance', 'risk', 'admin'],
  z.strictObject({ id: z.uuid(), version: z.coerce.number().int().positive(), reason }),
  async ({ id, version, reason: why }) => shown(holdPayout(await createClient(), id, version, why)),
);
export const letGoOn = staffAction(
  ['finance', 'risk', 'admin'],
  z.strictObject({ id: z.uuid(), version: z.coerce.number().int().positive(), reason }),
  async ({ id, reason: why }) => shown(releaseHold(await createClient(), id, why)),
);
