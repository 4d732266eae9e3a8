'use server';
// What is done about mail: save words, give the house's own back, test them on oneself, send one letter again, and notices by two people.
import { refresh } from 'next/cache';
import { z } from 'zod';
import { createClient } from '@/lib/db/server';
import { appUrl } from '@/lib/env';
import { previewContext } from '@/lib/mail/compose';
import { AUDIENCES } from '@/lib/mail/notices-read';
import { proposeMailPolicy, publishMailPolicy } from '@/lib/mail/policy-write';
import { readPreview } from '@/lib/mail/read';
import { findMessage } from '@/lib/mail/register';
import { clearAddress, decideNotice, proposeNotice, restoreHouse, saveWords, sendAgain, testWords } from '@/lib/mail/write';
import { refuse } from '@/lib/refusal';
import { staffAction } from '@/lib/staff/action';
import { reasonText } from '@/lib/staff/reason';

const reason = reasonText('Say why in a few words; it is kept.');
const version = z.coerce.number().int().min(0);
const words = { message: z.string().max(60), subject: z.string().max(400), body: z.string().max(20_000) };
const account = z.union([z.literal(''), z.uuid()]);

const saving = z.strictObject({ ...words, seen: version, reason, account });
export const saveTemplate = staffAction(['config', 'admin'], saving, async ({ account: _shown, ...input }) => {
  const outcome = await saveWords(await createClient(), input, appUrl());
  if (outcome.ok) refresh();
  return outcome;
});

const restoring = z.strictObject({ message: words.message, seen: version, reason });
export const restoreTemplate = staffAction(['config', 'admin'], restoring, async (input) => {
  const outcome = await restoreHouse(await createClient(), input);
  if (outcome.ok) refresh();
  return outcome;
});

const testing = z.strictObject({ ...words, seen: version, reason: z.string(), account });
export const testTemplate = staffAction(['config', 'admin'], testing, async ({ message: name, subject, body, account: id }) => {
  const message = findMessage(name);
  if (!message) return refuse('unknown-message', 'There is no such message.');
  const client = await createClient();
  const { context } = previewContext(message, await readPreview(client, name, id));
  return testWords(client, name, { subject, body }, context, appUrl());
});

export const sendLetterAgain = staffAction(['support', 'admin'], z.strictObject({ id: z.uuid(), reason }), async ({ id, reason: why }) => {
  const outcome = await sendAgain(await createClient(), id, why);
  if (outcome.ok) refresh();
  return outcome;
});

export const clearTraderAddress = staffAction(
  ['support', 'admin'],
  z.strictObject({ trader_id: z.uuid(), reason }),
  async ({ trader_id, reason: why }) => {
    const outcome = await clearAddress(await createClient(), trader_id, why);
    if (outcome.ok) refresh();
    return outcome;
  },
);

const proposing = z
  .strictObject({
    title: z.string().trim().min(3, 'Say what the notice is about.').max(150),
    statement: z.string().trim().min(10, 'Write the notice itself.').max(6_000),
    holds_from: z.iso.date('Choose the day from which it holds.'),
    audience: z.enum(AUDIENCES),
    challenge_type_id: z.union([z.literal('').transform(() => null), z.uuid()]),
  })
  .refine(({ audience, challenge_type_id }) => audience !== 'challenge' || challenge_type_id !== null, {
    message: 'Choose the product whose traders it touches.',
    path: ['challenge_type_id'],
  })
  .transform((input) => (input.audience === 'challenge' ? input : { ...input, challenge_type_id: null }));
export const proposeLegalNotice = staffAction(['config', 'admin'], proposing, async (input) => {
  const outcome = await proposeNotice(await createClient(), input);
  if (outcome.ok) refresh();
  return outcome;
});

const deciding = z.strictObject({
  id: z.uuid(),
  decision: z.enum(['send', 'withdraw']),
  seen: version,
  reason: z.string().trim().max(500),
});
export const decideLegalNotice = staffAction(['config', 'admin'], deciding, async (input) => {
  const outcome = await decideNotice(await createClient(), input);
  if (outcome.ok) refresh();
  return outcome;
});

const whole = (most: number) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,2}$/, `Write a whole number from 0 to ${most}.`)
    .transform((text) => Number.parseInt(text, 10))
    .pipe(z.number().max(most, `Write a whole number from 0 to ${most}.`));
const policy = z.strictObject({ warn_from_percent: whole(99), inactivity_days: whole(60) });
export const proposePolicy = staffAction(['config', 'admin'], policy, async ({ warn_from_percent: percent, inactivity_days }) => {
  const outcome = await proposeMailPolicy(await createClient(), { warn_from_bps: percent * 100, inactivity_days }, new Date());
  if (outcome.ok) refresh();
  return outcome;
});

export const publishPolicy = staffAction(
  ['config', 'admin'],
  z.strictObject({ version: z.coerce.number().int().positive() }),
  async (input) => {
    const outcome = await publishMailPolicy(await createClient(), input.version, new Date());
    if (outcome.ok) refresh();
    return outcome;
  },
);
