'use server';
// Deeds of the IP analysis: uncover an address, allow a network, take in a list, say what a pair is.
import { refresh } from 'next/cache';
import { z } from 'zod';
import { MOST_SIGNS, readNetworks } from '@/lib/abuse/networks';
import { allowNetwork, decidePair, endAllowance, importNetworks, revealAddress } from '@/lib/abuse/shared-ip-write';
import { createClient } from '@/lib/db/server';
import { accept } from '@/lib/refusal';
import { staffAction } from '@/lib/staff/action';
import { reasonText } from '@/lib/staff/reason';
import { IP_WRITERS } from './who-acts';

const reason = reasonText('Say why; it is kept.');

export const revealLine = staffAction(
  ['support', ...IP_WRITERS],
  z.strictObject({ line: z.uuid(), reason }),
  async ({ line, reason: why }) => {
    const done = await revealAddress(await createClient(), line, why);
    return done.ok ? accept(`The address is ${done.value}`) : done;
  },
);

const allowing = z.strictObject({
  line: z.uuid().optional(),
  network: z.string().trim().min(3, 'Write a network, as 203.0.113.0/24.').max(60).optional(),
  days: z.coerce.number('Say for how many days.').int('Whole days.').min(1, 'At least a day.').max(366, 'At most a year.'),
  reason,
});
export const allowLine = staffAction(IP_WRITERS, allowing, async ({ line, network, days, reason: why }) => {
  const what = line === undefined ? { network: network ?? '' } : { origin_id: line };
  const done = await allowNetwork(await createClient(), { ...what, days, reason: why });
  if (!done.ok) return done;
  refresh();
  return accept(`It speaks against nobody for ${days} ${days === 1 ? 'day' : 'days'}; scores follow in a moment.`);
});

export const endAllowed = staffAction(IP_WRITERS, z.strictObject({ allowance: z.uuid(), reason }), async ({ allowance, reason: why }) => {
  const done = await endAllowance(await createClient(), allowance, why);
  if (!done.ok) return done;
  refresh();
  return accept('The allowance is ended; scores follow in a moment.');
});

const listing = z.strictObject({ text: z.string().max(MOST_SIGNS, 'The list is too long; split it.'), whole: z.literal('yes').optional() });
export const takeNetworks = staffAction(IP_WRITERS, listing, async ({ text, whole }) => {
  const list = readNetworks(text, new Date().toISOString().slice(0, 10));
  if (!list.ok) return list;
  const done = await importNetworks(await createClient(), list.value, whole === 'yes');
  if (!done.ok) return done;
  refresh();
  const { added, changed, removed } = done.value;
  return accept(`${added} added, ${changed} changed, ${removed} forgotten; scores follow in a moment.`);
});

const deciding = z.strictObject({
  signal: z.uuid(),
  version: z.coerce.number().int(),
  state: z.enum(['cleared', 'watch', 'confirmed'], 'Choose one of the three.'),
  reason,
});
export const decideAccessPair = staffAction(IP_WRITERS, deciding, async ({ signal, version, state, reason: why }) => {
  const done = await decidePair(await createClient(), { id: signal, version, state, reason: why });
  if (done.ok) refresh();
  return done;
});
