'use server';
// What is done about an order: deliver again, match by hand, write down what came back, and close a dispute that was won.
import { refresh } from 'next/cache';
import { z } from 'zod';
import { createClient } from '@/lib/db/server';
import { closeDispute, deliverAgain, matchOrder, returnOrder } from '@/lib/orders/write';
import { staffAction } from '@/lib/staff/action';
import { reasonText } from '@/lib/staff/reason';

const seen = { id: z.uuid(), version: z.coerce.number().int().positive() };
const reason = reasonText('Say why in a few words; it is kept with the order.');

export const deliverOrder = staffAction(['support', 'admin'], z.strictObject(seen), async (input) => {
  const outcome = await deliverAgain(await createClient(), input);
  if (outcome.ok) refresh();
  return outcome;
});

const matching = z.strictObject({
  ...seen,
  challenge_type_id: z.uuid('Choose the product that was bought.'),
  email: z.union([z.literal('').transform(() => null), z.email('Write the trader’s e-mail address, or leave it empty.').max(200)]),
  reason,
});

export const matchByHand = staffAction(['support', 'admin'], matching, async (input) => {
  const outcome = await matchOrder(await createClient(), input);
  if (outcome.ok) refresh();
  return outcome;
});

const giving = z.strictObject({ ...seen, kind: z.enum(['refund', 'dispute']), reason });

export const recordReturn = staffAction(['finance', 'admin'], giving, async (input) => {
  const outcome = await returnOrder(await createClient(), input);
  if (outcome.ok) refresh();
  return outcome;
});

const winning = z.strictObject({ ...seen, reason });

export const disputeWon = staffAction(['finance', 'admin'], winning, async (input) => {
  const outcome = await closeDispute(await createClient(), input);
  if (outcome.ok) refresh();
  return outcome;
});
