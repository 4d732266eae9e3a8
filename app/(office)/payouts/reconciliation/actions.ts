'use server';
// Deciding differences: a note that says why, a booking that somebody else signs, and comparing again.
import { refresh } from 'next/cache';
import { z } from 'zod';
import { createClient } from '@/lib/db/server';
import { minorDigits, parseMoney } from '@/lib/money';
import { isWrittenSum } from '@/lib/payouts/own-write';
import { compareAgain } from '@/lib/payouts/statement-receive';
import { decideAdjustment, decideDifference, proposeAdjustment } from '@/lib/payouts/statement-write';
import { accept, refuse } from '@/lib/refusal';
import { staffAction } from '@/lib/staff/action';
import { reasonText } from '@/lib/staff/reason';

const MAY = ['finance', 'admin'] as const;
const note = reasonText('Say why in a few words.');
const version = z.coerce.number().int().positive();

export const decideOne = staffAction(
  MAY,
  z.strictObject({ id: z.uuid(), version, decision: z.enum(['theirs-to-mend', 'matter-of-time', 'explained']), note }),
  async (input) => {
    const outcome = await decideDifference(await createClient(), input);
    refresh();
    return outcome;
  },
);

const proposal = z.strictObject({
  difference_id: z.uuid(),
  version,
  ledger_account: z.enum(['receivable', 'provider-fees', 'written-off']),
  currency: z.string().regex(/^[A-Z]{3}$/),
  direction: z.enum(['out', 'back']),
  amount: z.string().trim().max(20),
  reason: note,
});
export const proposeOne = staffAction(MAY, proposal, async ({ amount, direction, ...rest }) => {
  const digits = minorDigits(rest.currency);
  const sum = isWrittenSum(amount, digits) ? parseMoney(amount.replaceAll(',', ''), digits) : null;
  if (sum === null || sum === 0) return refuse('invalid-amount', `Write the sum in ${rest.currency}.`, { path: 'amount' });
  const outcome = await proposeAdjustment(await createClient(), { ...rest, amount_cents: direction === 'out' ? sum : -sum });
  refresh();
  return outcome;
});

export const decideBooking = staffAction(
  MAY,
  z.strictObject({ id: z.uuid(), decision: z.enum(['booked', 'refused']), reason: note }),
  async (input) => {
    const outcome = await decideAdjustment(await createClient(), input.id, input.decision, input.reason);
    refresh();
    return outcome;
  },
);

export const compareOne = staffAction(MAY, z.strictObject({ id: z.uuid() }), async ({ id }, actor) => {
  const told = await compareAgain(id, actor.id, new Date());
  refresh();
  if (told === null) return refuse('not-found', 'There is no such statement.');
  return accept(`Compared again: ${told.found} new or changed, ${told.gone} agree now.`);
});
