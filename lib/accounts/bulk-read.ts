// Which accounts or verdicts a deed on many is about, what would come of it, and what came of it. The ids of a filter are found by the list's own
// statement under the caller's rights, so the deed and the page can never mean different rows.
import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { BULK_DEEDS, listPathOf, MOST_AT_ONCE, type BulkDeed, type BulkScope, type DeedGroup, type Weighed } from '@/lib/accounts/bulk';
import { accountsList } from '@/lib/accounts/list';
import { callFunction } from '@/lib/db/call';
import { readQuery } from '@/lib/lists/query';
import { asCaller } from '@/lib/lists/read';
import { rowsStatement } from '@/lib/lists/sql';
import { UUID } from '@/lib/uuid';
import { violationsList } from '@/lib/violations/list';

const deedGroup: z.ZodType<DeedGroup> = z.object({ code: z.string().nullable(), count: z.number(), logins: z.array(z.string()) });
const weighed = z.object({ matching: z.number(), can: z.number(), digest: z.string(), groups: z.array(deedGroup) });

/** Null: more than can be dealt with at once. */
export async function idsOf(staffId: string, scope: BulkScope, deed: BulkDeed = 'block'): Promise<string[] | null> {
  if (scope.ids !== null) return scope.ids.length > MOST_AT_ONCE ? null : scope.ids;
  const list = listPathOf(deed) === violationsList.path ? violationsList : accountsList;
  const query = readQuery(list, new URL(scope.address, 'http://office').searchParams);
  // A filter left out would let the deed reach further than was asked for.
  if (query.refused) return [];
  const { text, values } = rowsStatement(list, query, ['id']);
  const { rows } = await asCaller(staffId, (client) => client.query<{ id: string }>(`${text} limit ${MOST_AT_ONCE + 1}`, values));
  return rows.length > MOST_AT_ONCE ? null : rows.map(({ id }) => id);
}

export async function weigh(client: SupabaseClient, deed: BulkDeed, ids: string[]): Promise<Weighed> {
  return weighed.parse(await callFunction(client, 'weigh_accounts', { p_deed: deed, p_ids: ids }));
}

const stored = z.object({
  id: z.string(),
  deed: z.enum(BULK_DEEDS),
  reason: z.string(),
  asked_by: z.string(),
  asked_at: z.string(),
  matching: z.number(),
  address: z.string(),
  undoes_id: z.string().nullable(),
});
type StoredDeed = z.infer<typeof stored>;

/** Null where there is no such deed. */
export async function readBulkDeed(client: SupabaseClient, id: string): Promise<{ deed: StoredDeed; groups: DeedGroup[] } | null> {
  if (!UUID.test(id)) return null;
  const [found, groups] = await Promise.all([
    client.from('bulk_deeds').select('id,deed,reason,asked_by,asked_at,matching,address,undoes_id').eq('id', id).maybeSingle(),
    callFunction<unknown>(client, 'bulk_deed_result', { p_id: id }),
  ]);
  if (found.error) throw new Error(`bulk_deeds: ${found.error.message}`);
  return found.data === null ? null : { deed: stored.parse(found.data), groups: z.array(deedGroup).parse(groups) };
}

const line = z.object({
  account_id: z.string(),
  violation_id: z.string().nullable(),
  outcome: z.string().nullable(),
  accounts: z.object({ login: z.string(), status: z.string() }),
});
type DeedLine = { id: string; violation: string | null; login: string; status: string; outcome: string | null };

/** More rows than the API of a hosted database answers at once are not asked for; the counts beside them are complete. */
const SHOWN = 500;

/** Its accounts: those that were left out first, because they are what somebody has to look at. */
export async function readDeedLines(client: SupabaseClient, id: string): Promise<DeedLine[]> {
  const asked = () =>
    client
      .from('bulk_deed_accounts')
      .select('account_id,violation_id,outcome,accounts(login,status)')
      .eq('deed_id', id)
      .order('account_id')
      .order('subject_id')
      .limit(SHOWN);
  const [left, done] = await Promise.all([asked().or('outcome.is.null,outcome.neq.done'), asked().eq('outcome', 'done')]);
  const failed = left.error ?? done.error;
  if (failed) throw new Error(`bulk_deed_accounts: ${failed.message}`);
  return z
    .array(line)
    .parse([...(left.data ?? []), ...(done.data ?? [])])
    .map(({ account_id, violation_id, outcome, accounts }) => ({ id: account_id, violation: violation_id, ...accounts, outcome }))
    .slice(0, SHOWN);
}
