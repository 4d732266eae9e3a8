'use server';
// What is done about those who listen: add, change, rotate, switch, and send again.
import { refresh } from 'next/cache';
import { z } from 'zod';
import { createClient } from '@/lib/db/server';
import { isTopic } from '@/lib/outbound/topics';
import { replay, rotateEndpoint, saveEndpoint, switchEndpoint } from '@/lib/outbound/write';
import { accept, type Result } from '@/lib/refusal';
import { staffAction } from '@/lib/staff/action';
import { reasonText } from '@/lib/staff/reason';

const CONFIG = ['config', 'admin'] as const;
const RISK = ['risk', 'config', 'admin'] as const;
const DAY = 86_400;

function shown<T>(outcome: Result<T>): Result<T> {
  if (outcome.ok) refresh();
  return outcome;
}

/** A ticked box is a field of its own, named after its topic. */
const listener = z
  .looseObject({
    id: z.uuid().optional(),
    name: z.string().trim().min(1, 'Give it a name.').max(80),
    url: z.url({ protocol: /^https?$/, error: 'Write an address that begins with https://.' }).max(500),
  })
  .transform(({ id = null, name, url, ...boxes }) => ({
    id,
    name,
    url,
    topics: Object.keys(boxes)
      .map((box) => box.replace(/^topic:/, ''))
      .filter(isTopic),
  }))
  .refine(({ topics }) => topics.length > 0, { error: 'Choose at least one topic.', path: ['topics'] });

export const keepListener = staffAction(CONFIG, listener, async ({ id, ...input }) => {
  const outcome = shown(await saveEndpoint(await createClient(), id, input));
  if (!outcome.ok) return outcome;
  const { secret } = outcome.value;
  const once: Record<string, string> = secret === null ? {} : { secret };
  return accept({ done: id === null ? 'Added; it hears what happens from now on' : 'Saved', once });
});

export const rotateListener = staffAction(CONFIG, z.strictObject({ id: z.uuid() }), async ({ id }) => {
  const outcome = shown(await rotateEndpoint(await createClient(), id, DAY));
  return outcome.ok ? accept({ done: 'Rotated; for a day both sign', once: { secret: outcome.value.secret } }) : outcome;
});

const turn = z.strictObject({
  id: z.uuid(),
  is_active: z.enum(['true', 'false']).transform((text) => text === 'true'),
  reason: reasonText('Say why in a few words; the audit keeps it.'),
});
export const switchListener = staffAction(CONFIG, turn, async (input) => shown(await switchEndpoint(await createClient(), input)));

export const sendOneAgain = staffAction(RISK, z.strictObject({ delivery_id: z.uuid() }), async (input) =>
  shown(await replay(await createClient(), input)),
);

const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'Write the instant as 2026-11-20T14:00, in UTC.')
  .transform((text) => `${text}:00Z`)
  .refine((text) => !Number.isNaN(Date.parse(text)), 'There is no such instant.');
export const sendAllAgain = staffAction(RISK, z.strictObject({ endpoint_id: z.uuid(), from: instant }), async (input) =>
  shown(await replay(await createClient(), input)),
);
