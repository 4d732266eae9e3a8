'use server';
// What a person does in the queue: takes a review, lets it go, decides it, or many of one kind after a rehearsal.
import { refresh } from 'next/cache';
import { z } from 'zod';
import { createClient } from '@/lib/db/server';
import { REVIEW_KINDS } from '@/lib/reviews/kinds';
import { readReview } from '@/lib/reviews/read';
import { claimReview, decideReview, decideReviews, releaseReview } from '@/lib/reviews/write';
import { staffAction } from '@/lib/staff/action';
import { reasonText } from '@/lib/staff/reason';

const DECIDERS = ['support', 'risk', 'finance', 'config', 'admin'] as const;
const reason = reasonText('Say why in a few words; it is kept with the decision.');
const answer = z
  .string()
  .regex(/^(approved|rejected)(:[a-z][a-z-]{1,40})?$/, 'Choose an answer.')
  .transform((text) => {
    const [decision = '', choice = null] = text.split(':');
    return { decision: decision as 'approved' | 'rejected', choice };
  });
const whole = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform((text) => Number.parseInt(text, 10));

const one = z.strictObject({ id: z.uuid() });
export const claimOne = staffAction(DECIDERS, one, async ({ id }) => {
  const outcome = await claimReview(await createClient(), id);
  refresh();
  return outcome;
});
export const releaseOne = staffAction(DECIDERS, one, async ({ id }) => {
  const outcome = await releaseReview(await createClient(), id);
  refresh();
  return outcome;
});

const decision = z.strictObject({ id: z.uuid(), version: whole, answer, reason });
export const decideOne = staffAction(DECIDERS, decision, async ({ id, version, answer: given, reason: why }) => {
  const client = await createClient();
  const outcome = await decideReview(client, { id, version, ...given, reason: why });
  // Where somebody else decided it meanwhile, the form stays as it is: it holds the reason, and what they did is said in it.
  if (outcome.ok || (await readReview(client, id))?.is_open) refresh();
  return outcome;
});

const many = z.strictObject({
  kind: z.enum(REVIEW_KINDS),
  expected: whole,
  answer,
  reason,
  step: z.enum(['rehearse', 'decide']),
});
export const decideAll = staffAction(DECIDERS, many, async ({ kind, expected, answer: given, reason: why, step }) => {
  const input = { kind, ids: null, expected, ...given, reason: why, dry_run: step === 'rehearse' };
  const outcome = await decideReviews(await createClient(), input);
  if (step === 'decide') refresh();
  return outcome;
});
