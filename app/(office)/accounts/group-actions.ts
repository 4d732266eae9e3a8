'use server';
// What staff do with groups of accounts.
import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { MOST_AT_ONCE } from '@/lib/accounts/bulk';
import { GROUP_KINDS } from '@/lib/accounts/group';
import { addToGroup, changeGroup } from '@/lib/accounts/group-write';
import { createClient } from '@/lib/db/server';
import { staffAction } from '@/lib/staff/action';
import { UUID } from '@/lib/uuid';

const GROUPERS = ['support', 'risk', 'admin'] as const;
const name = z.string().trim().min(2, 'A name has at least 2 characters.').max(60);
const shared = z
  .literal('yes')
  .optional()
  .transform((value) => value === 'yes');
const version = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform((text) => Number.parseInt(text, 10));

const chosen = z
  .string()
  .transform((text) => (text === '' ? null : text.split(',')))
  .refine((ids) => ids === null || (ids.length <= MOST_AT_ONCE && ids.every((id) => UUID.test(id))), 'These are no accounts.');
const adding = z.strictObject({
  name,
  kind: z.enum(GROUP_KINDS),
  shared,
  ids: chosen,
  address: z.string().startsWith('/accounts').max(4000),
});
export const putIntoGroup = staffAction(GROUPERS, adding, async (input, actor) => {
  const scope = { ids: input.ids, address: input.address };
  const outcome = await addToGroup(await createClient(), actor.id, { name: input.name, kind: input.kind, isShared: input.shared, scope });
  if (outcome.ok) refresh();
  return outcome;
});

const changing = z.strictObject({ id: z.uuid(), version, name, kind: z.enum(GROUP_KINDS), note: z.string().trim().max(1000), shared });
export const saveGroup = staffAction(GROUPERS, changing, async ({ shared: is_shared, ...input }) => {
  const outcome = await changeGroup(await createClient(), { ...input, is_shared });
  refresh();
  return outcome;
});

const leaving = z.strictObject({ id: z.uuid(), version, account: z.uuid() });
export const takeOutOfGroup = staffAction(GROUPERS, leaving, async ({ id, version: seen, account }) => {
  const outcome = await changeGroup(await createClient(), { id, version: seen, remove: [account] });
  refresh();
  return outcome;
});

export const archiveGroup = staffAction(GROUPERS, z.strictObject({ id: z.uuid(), version }), async ({ id, version: seen }) => {
  const outcome = await changeGroup(await createClient(), { id, version: seen, is_archived: true });
  if (outcome.ok) redirect('/accounts/groups');
  return outcome;
});
