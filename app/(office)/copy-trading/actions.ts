'use server';
// Deciding pairs that trade as one: only risk may, always with a reason, and nothing follows from it but a case.
import { refresh } from 'next/cache';
import { z } from 'zod';
import { decideSignal, decideSignals, liftBar } from '@/lib/abuse/copy-write';
import { createClient } from '@/lib/db/server';
import { staffAction } from '@/lib/staff/action';
import { reasonText } from '@/lib/staff/reason';

const reason = reasonText('Say why in a few words; it is kept with the pair.');
const decision = z.strictObject({
  pairs: z
    .string()
    .max(60_000)
    .transform((text) => text.split(','))
    .pipe(
      z
        .array(z.string().regex(/^[0-9a-f-]{36}:\d{1,15}$/))
        .min(1)
        .max(1_000),
    )
    .transform((texts) =>
      texts.map((text) => {
        const [id = '', version = ''] = text.split(':');
        return { id, version: Number.parseInt(version, 10) };
      }),
    ),
  state: z.enum(['cleared', 'watch', 'confirmed'], 'Choose an answer.'),
  reason,
});

export const decidePairs = staffAction(['risk', 'admin'], decision, async ({ pairs, state, reason: why }) => {
  const client = await createClient();
  const [first] = pairs;
  const outcome =
    pairs.length === 1 && first
      ? await decideSignal(client, { ...first, state, reason: why })
      : await decideSignals(client, pairs, state, why);
  if (outcome.ok) refresh();
  return outcome;
});

export const letPayoutsGo = staffAction(['risk', 'admin'], z.strictObject({ account: z.uuid(), reason }), async (input) => {
  const outcome = await liftBar(await createClient(), input.account, input.reason);
  if (outcome.ok) refresh();
  return outcome;
});
