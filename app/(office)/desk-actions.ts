'use server';
// What each of the staff does with their own desk: views kept under a name, and the columns of a list.
import { refresh } from 'next/cache';
import { z } from 'zod';
import { createClient } from '@/lib/db/server';
import { parseColumns } from '@/lib/lists/desk';
import { dropView, saveColumns, saveView } from '@/lib/lists/desk-write';
import { accept } from '@/lib/refusal';
import { staffAction } from '@/lib/staff/action';
import { STAFF_ROLES } from '@/lib/staff/roles';

const page = z.string().regex(/^[a-z][a-z-]{0,39}$/);
const saving = z.strictObject({
  page,
  name: z.string().trim().min(1, 'A view needs a name.').max(60, 'A name has at most 60 characters.'),
  query: z.string().max(2000),
  shared: z.literal('yes').optional(),
});
export const keepView = staffAction(STAFF_ROLES, saving, async ({ page: list, name, query, shared }) => {
  const outcome = await saveView(await createClient(), { page: list, name, query, isShared: shared === 'yes' });
  if (!outcome.ok) return outcome;
  refresh();
  return accept({ done: `Saved as “${name}”`, once: { id: outcome.value } });
});

export const forgetView = staffAction(STAFF_ROLES, z.strictObject({ id: z.uuid() }), async ({ id }) => {
  const outcome = await dropView(await createClient(), id);
  refresh();
  return outcome.ok ? accept('Removed') : outcome;
});

const choosing = z.strictObject({
  page,
  columns: z.string().refine((text) => text === '' || parseColumns(text) !== null, 'These are no columns.'),
});
export const keepColumns = staffAction(STAFF_ROLES, choosing, async (input) => {
  const outcome = await saveColumns(await createClient(), input.page, input.columns === '' ? null : input.columns);
  if (outcome.ok) refresh();
  return outcome;
});
