'use server';
// What is done about sources: connect, change, rotate, switch, keep credentials, ask again, try out, and decide about what was kept back.
import { refresh } from 'next/cache';
import { z } from 'zod';
import { creationForm, settingsForm } from '@/lib/connections/kinds';
import {
  createSource,
  decideHeld,
  forgetCredentials,
  keepCredentials,
  moveAccounts,
  resyncSource,
  rotateSource,
  saveSource,
  switchSource,
} from '@/lib/connections/write';
import { testConnection } from '@/lib/connections/test-send';
import { createClient } from '@/lib/db/server';
import { accept, type Result } from '@/lib/refusal';
import { staffAction } from '@/lib/staff/action';
import { reasonText } from '@/lib/staff/reason';

const CONFIG = ['config', 'admin'] as const;
const RISK = ['risk', 'config', 'admin'] as const;
const reason = reasonText('Say why in a few words; the audit keeps it.');
const one = z.strictObject({ id: z.uuid() });

function shown<T>(outcome: Result<T>): Result<T> {
  if (outcome.ok) refresh();
  return outcome;
}

const once = (id: string, secret: string | null): Record<string, string> => ({ id, ...(secret === null ? {} : { secret }) });

export const connectSource = staffAction(CONFIG, creationForm, async (input) => {
  const outcome = shown(await createSource(await createClient(), input));
  if (!outcome.ok) return outcome;
  const { id, slug, secret } = outcome.value;
  return accept({ done: `Connected: post to /api/webhooks/${slug}`, once: once(id, secret) });
});

const rotation = z.strictObject({
  id: z.uuid(),
  given_secret: z.string().trim().max(300),
  overlap_seconds: z.coerce.number().int().min(0).max(2_592_000),
  reason,
});
export const rotateSecret = staffAction(CONFIG, rotation, async ({ given_secret: given, ...input }) => {
  const outcome = shown(await rotateSource(await createClient(), { ...input, given }));
  if (!outcome.ok) return outcome;
  const done = input.overlap_seconds === 0 ? 'Rotated; the old secret is void' : 'Rotated; both are valid until the old one ends';
  return accept({ done, once: once(input.id, outcome.value.secret) });
});

export const changeSource = staffAction(CONFIG, z.strictObject({ id: z.uuid(), ...settingsForm }), async (input) =>
  shown(await saveSource(await createClient(), input)),
);

export const switchOver = staffAction(
  CONFIG,
  z.strictObject({ id: z.uuid(), status: z.enum(['active', 'disabled']), reason }),
  async (input) => shown(await switchSource(await createClient(), input)),
);

export const moveToSource = staffAction(CONFIG, z.strictObject({ from: z.uuid(), to: z.uuid(), reason }), async (input) =>
  shown(await moveAccounts(await createClient(), input)),
);

const typed = z.string().trim().max(500).optional();
const credentials = z.strictObject({
  id: z.uuid(),
  deed: z.enum(['keep', 'forget']),
  ...{ api_key: typed, email: typed, password: typed, totp_secret: typed, base_url: typed },
});
export const saveCredentials = staffAction(CONFIG, credentials, async ({ id, deed, ...given }) => {
  const client = await createClient();
  return shown(await (deed === 'forget' ? forgetCredentials(client, id) : keepCredentials(client, id, given)));
});

export const askAgain = staffAction(RISK, one, async ({ id }) => shown(await resyncSource(await createClient(), id)));

export const tryOut = staffAction(CONFIG, one, async ({ id }) => testConnection(id, new Date()));

export const decideMessage = staffAction(
  RISK,
  z.strictObject({ id: z.uuid(), deed: z.enum(['replayed', 'set-aside']), reason }),
  async (input) => shown(await decideHeld(await createClient(), input)),
);
