// Making and changing groups. The database keeps names apart, versions honest and each account in a group once.
import type { SupabaseClient } from '@supabase/supabase-js';
import type { BulkScope } from '@/lib/accounts/bulk';
import { idsOf } from '@/lib/accounts/bulk-read';
import { MOST_MEMBERS, type GroupKind } from '@/lib/accounts/group';
import { raisedCode } from '@/lib/db/call';
import { accept, refuse, type Result } from '@/lib/refusal';

interface Saved {
  id: string;
  made: boolean;
  added: number;
  removed: number;
  members: number;
}
const WORDS: Record<string, string> = {
  'not-allowed': 'Your role may not do this.',
  'not-found': 'There is no such group.',
  stale: 'Somebody changed this group meanwhile. Look again; nothing was done.',
  'invalid-name': 'A name has 2 to 60 characters, and none of , " { } and backslash.',
  'name-taken': 'A group has this name already.',
  'too-many': `A group holds at most ${MOST_MEMBERS} accounts.`,
};

async function save(client: SupabaseClient, p: object): Promise<Result<Saved>> {
  const { data, error } = await client.rpc('save_group', { p });
  if (!error) return accept(data as Saved);
  const code = Object.keys(WORDS).find((one) => one === raisedCode(error.message)) ?? 'not-done';
  return refuse(code, WORDS[code] ?? 'The group could not be saved. Nothing was changed.');
}

/** Puts chosen accounts into the group of that name, which is made where there is none. */
export async function addToGroup(
  client: SupabaseClient,
  staffId: string,
  input: { name: string; kind: GroupKind; isShared: boolean; scope: BulkScope },
): Promise<Result<string>> {
  const ids = await idsOf(staffId, input.scope);
  if (ids === null || ids.length > MOST_MEMBERS) return refuse('too-many', WORDS['too-many'] ?? '');
  const saved = await save(client, { name: input.name, kind: input.kind, is_shared: input.isShared, add: ids });
  if (!saved.ok) return saved;
  const { made, added, members } = saved.value;
  const many = added === 1 ? '1 account' : `${added} accounts`;
  return accept(made ? `Group made with ${many}.` : `${many} added; the group holds ${members}.`);
}

export async function changeGroup(
  client: SupabaseClient,
  input: {
    id: string;
    version: number;
    name?: string;
    kind?: GroupKind;
    note?: string;
    is_shared?: boolean;
    is_archived?: boolean;
    remove?: string[];
  },
): Promise<Result<string>> {
  const saved = await save(client, input);
  if (!saved.ok) return saved;
  return accept(input.is_archived ? 'Group put away' : input.remove ? 'Taken out of the group' : 'Group saved');
}
