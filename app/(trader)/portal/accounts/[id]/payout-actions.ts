'use server';
// What a trader does about payouts: ask for one, take it back, and say where the money goes.
import { refresh } from 'next/cache';
import { z } from 'zod';
import { createClient } from '@/lib/db/server';
import { destinationForm, methodName } from '@/lib/payouts/pay-methods';
import { saveDestination } from '@/lib/payouts/destination-settle';
import { askPayout, takeBack } from '@/lib/payouts/own-write';
import { offeredMethods } from '@/lib/payouts/own-read';
import { accept } from '@/lib/refusal';
import { traderAction } from '@/lib/staff/action';

const asking = z.strictObject({
  account_id: z.uuid(),
  request_key: z.uuid(),
  beneficiary_id: z.uuid('Add a destination first.'),
  amount: z.string().trim().min(1, 'Write how much you want to receive.').max(30),
});

export const requestOwnPayout = traderAction(asking, async (input, trader) => {
  const outcome = await askPayout(input, trader, new Date());
  if (outcome.ok) refresh();
  return outcome;
});

export const cancelOwnPayout = traderAction(z.strictObject({ id: z.uuid() }), async ({ id }) => {
  const outcome = await takeBack(await createClient(), id);
  if (outcome.ok) refresh();
  return outcome;
});

export const saveOwnDestination = traderAction(destinationForm, async (input, trader) => {
  const outcome = await saveDestination(trader, input, await offeredMethods(), new Date());
  if (!outcome.ok) return outcome;
  refresh();
  return accept(`${methodName(input.provider)} ${outcome.value.masked} is kept. It is paid once its waiting time has passed.`);
});
