'use server';
// What is done about an order: deliver again, match by hand, write down what came back, and close a dispute that was won.
import { refresh } from 'next/cache';
import { z } from 'zod';
import { createClient } from '@/lib/db/server';
import { closeDispute, deliverAgain, matchOrder, returnOrder } from '@/lib/orders/write';
import { staffAction, type ActionState } from '@/lib/staff/action';
import { reasonText } from '@/lib/staff/reason';

const seen = { id: z.uuid(), version: z.coerce.number().int().positive() };
const reason = reasonText('Say why in a few words; it is kept with the order.');

const deliver = staffAction(['support', 'admin'], z.strictObject(seen), async (input) => {
  const outcome = await deliverAgain(await createClient(), input);
  if (outcome.ok) refresh();
  return outcome;
});

export async function deliverOrder(before: ActionState, form: FormData): Promise<ActionState> {
  return deliver(before, form);
}

const matching = z.strictObject({
  ...seen,
  challenge_type_id: z.uuid('Choose the product that was bought.'),
  email: z.union([z.literal('').transform(() => null), z.email('Write the trader’s e-mail address, or leave it empty.').max(200)]),
  reason,
});

const match = staffAction(['support', 'admin'], matching, async (input) => {
  const outcome = await matchOrder(await createClient(), input);
  if (outcome.ok) refresh();
  return outcome;
});

export async function matchByHand(before: ActionState, form: FormData): Promise<ActionState> {
  return match(before, form);
}

const giving = z.strictObject({ ...seen, kind: z.enum(['refund', 'dispute']), reason });

const giveBack = staffAction(['finance', 'admin'], giving, async (input) => {
  const outcome = await returnOrder(await createClient(), input);
  if (outcome.ok) refresh();
  return outcome;
});

export async function recordReturn(before: ActionState, form: FormData): Promise<ActionState> {
  return giveBack(before, form);
}

const winning = z.strictObject({ ...seen, reason });

const win = staffAction(['finance', 'admin'], winning, async (input) => {
  const outcome = await closeDispute(await createClient(), input);
  if (outcome.ok) refresh();
  return outcome;
});

export async function disputeWon(before: ActionState, form: FormData): Promise<ActionState> {
  return win(before, form);
}
