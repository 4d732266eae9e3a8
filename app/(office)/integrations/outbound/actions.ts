'use server';
// What is done about those who listen: add, change, rotate, switch, and send again.
import { refresh } from 'next/cache';
import { z } from 'zod';
import type { SecretState } from '@/components/integrations/create-source';
import { createClient } from '@/lib/db/server';
import { isTopic, type Topic } from '@/lib/outbound/topics';
import { replay, rotateEndpoint, saveEndpoint, switchEndpoint } from '@/lib/outbound/write';
import { accept, type Result } from '@/lib/refusal';
import { staffAction, type ActionState } from '@/lib/staff/action';

const CONFIG = ['config', 'admin'] as const;
const RISK = ['risk', 'config', 'admin'] as const;
const DAY = 86_400;

function shown<T>(outcome: Result<T>): Result<T> {
  if (outcome.ok) refresh();
  return outcome;
}

const listener = z.strictObject({
  id: z.uuid().optional(),
  name: z.string().trim().min(1, 'Give it a name.').max(80),
  url: z.url({ protocol: /^https?$/, error: 'Write an address that begins with https://.' }).max(500),
  topics: z
    .string()
    .transform((text) => text.split(',').filter(isTopic) as Topic[])
    .refine((topics) => topics.length > 0, 'Choose at least one topic.'),
});

/** Boxes that are ticked are many fields; the form's schema knows one. */
function gathered(form: FormData): FormData {
  const one = new FormData();
  const topics: string[] = [];
  for (const [name, value] of form.entries()) {
    if (name.startsWith('topic:')) topics.push(name.slice(6));
    else one.append(name, value);
  }
  one.append('topics', topics.join(','));
  return one;
}

export async function keepListener(before: SecretState, form: FormData): Promise<SecretState> {
  let made: { id: string; secret: string | null } | null = null;
  const keep = staffAction(CONFIG, listener, async ({ id = null, ...input }) => {
    const outcome = shown(await saveEndpoint(await createClient(), id, input));
    if (!outcome.ok) return outcome;
    made = outcome.value;
    return accept(id === null ? 'Added; it hears what happens from now on' : 'Saved');
  });
  return withSecret(await keep(before, gathered(form)), made);
}

const withSecret = (state: ActionState, made: { id: string; secret: string | null } | null): SecretState => ({
  ...state,
  secret: made?.secret ?? null,
  id: made?.id ?? null,
});

export async function rotateListener(before: SecretState, form: FormData): Promise<SecretState> {
  let made: { id: string; secret: string | null } | null = null;
  const rotate = staffAction(CONFIG, z.strictObject({ id: z.uuid() }), async ({ id }) => {
    const outcome = shown(await rotateEndpoint(await createClient(), id, DAY));
    if (!outcome.ok) return outcome;
    made = { id, secret: outcome.value.secret };
    return accept('Rotated; for a day both sign');
  });
  return withSecret(await rotate(before, form), made);
}

const turn = z.strictObject({
  id: z.uuid(),
  is_active: z.enum(['true', 'false']).transform((text) => text === 'true'),
  reason: z.string().trim().min(3, 'Say why in a few words; the audit keeps it.').max(500),
});
const switching = staffAction(CONFIG, turn, async (input) => shown(await switchEndpoint(await createClient(), input)));
export async function switchListener(before: ActionState, form: FormData): Promise<ActionState> {
  return switching(before, form);
}

const single = staffAction(RISK, z.strictObject({ delivery_id: z.uuid() }), async (input) =>
  shown(await replay(await createClient(), input)),
);
export async function sendOneAgain(before: ActionState, form: FormData): Promise<ActionState> {
  return single(before, form);
}

const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'Write the instant as 2026-11-20T14:00, in UTC.')
  .transform((text) => `${text}:00Z`)
  .refine((text) => !Number.isNaN(Date.parse(text)), 'There is no such instant.');
const since = staffAction(RISK, z.strictObject({ endpoint_id: z.uuid(), from: instant }), async (input) =>
  shown(await replay(await createClient(), input)),
);
export async function sendAllAgain(before: ActionState, form: FormData): Promise<ActionState> {
  return since(before, form);
}
