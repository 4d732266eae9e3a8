'use server';
// Deeds on many accounts or verdicts: what is sent names what was seen in the dry run, and the database refuses when that is no longer so.
import { refresh } from 'next/cache';
import { z } from 'zod';
import { BULK_DEEDS, listPathOf, MOST_AT_ONCE, reasonOf } from '@/lib/accounts/bulk';
import { carryOut, undoBlock } from '@/lib/accounts/bulk-write';
import { createClient } from '@/lib/db/server';
import { staffAction } from '@/lib/staff/action';
import { UUID } from '@/lib/uuid';

/** Ids with commas between; an empty text stands for everything that the address matches. */
const chosen = z
  .string()
  .transform((text) => (text === '' ? null : text.split(',')))
  .refine((ids) => ids === null || (ids.length <= MOST_AT_ONCE && ids.every((id) => UUID.test(id))), 'These are no rows of the list.');

const asked = z
  .strictObject({
    deed: z.enum(BULK_DEEDS),
    key: z.uuid(),
    matching: z
      .string()
      .regex(/^\d{1,5}$/)
      .transform((text) => Number.parseInt(text, 10)),
    digest: z.string().regex(/^[0-9a-f]{64}$/),
    address: z.string().max(4000),
    ids: chosen,
    template: z.string().trim().min(1).max(80),
    words: z.string().trim().min(3, 'Say why in a few words; it is kept with each of them.').max(400),
  })
  .refine(({ deed, address }) => address.startsWith(listPathOf(deed)), 'The deed is not of this list.');

export const carryOutBulk = staffAction(['risk', 'admin'], asked, async (input, actor) => {
  const { key: id, deed, matching, digest, address, ids, template, words } = input;
  const outcome = await carryOut(await createClient(), actor.id, {
    id,
    deed,
    matching,
    digest,
    scope: { ids, address },
    reason: reasonOf(template, words),
  });
  if (outcome.ok) refresh();
  return outcome;
});

export const undoBulk = staffAction(['risk', 'admin'], z.strictObject({ id: z.uuid() }), async ({ id }) => {
  const outcome = await undoBlock(await createClient(), id);
  refresh();
  return outcome;
});
