// Groups as staff read them, under their own rights: a group kept by a colleague for themselves does not exist for others.
import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import type { GroupTrade } from '@/lib/accounts/divergence';
import { GROUP_KINDS, MOST_MEMBERS, type Member } from '@/lib/accounts/group';
import { asCaller } from '@/lib/lists/read';
import { UUID } from '@/lib/uuid';

const group = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(GROUP_KINDS),
  note: z.string(),
  made_by: z.string(),
  is_shared: z.boolean(),
  version: z.number(),
  created_at: z.string(),
  members: z.number(),
  living: z.number(),
});
export type GroupRow = z.infer<typeof group>;
const COLUMNS = 'id,name,kind,note,made_by,is_shared,version,created_at,members,living';

export async function readGroups(client: SupabaseClient): Promise<GroupRow[]> {
  const { data, error } = await client.from('account_groups_list').select(COLUMNS).order('name').order('id').limit(500);
  if (error) throw new Error(`account_groups_list: ${error.message}`);
  return z.array(group).parse(data);
}

/** Null where there is none for this reader, or it was put away. */
export async function readGroup(client: SupabaseClient, id: string): Promise<GroupRow | null> {
  if (!UUID.test(id)) return null;
  const { data, error } = await client.from('account_groups_list').select(COLUMNS).eq('id', id).maybeSingle();
  if (error) throw new Error(`account_groups_list: ${error.message}`);
  return data === null ? null : group.parse(data);
}

const MEMBER =
  'id,login,status,is_alive,risk_state,trader_name,currency,initial_balance_cents,headroom_cents,nearest_rule,used_bps,activated_at,closed_at';

/** Weakest first, those that ended last. */
export async function readMembers(client: SupabaseClient, { name }: GroupRow): Promise<Member[]> {
  // By name through the list's own column: the ids of five hundred members would make an address too long to send.
  const { data, error } = await client
    .from('accounts_list')
    .select(MEMBER)
    .filter('groups', 'cs', `{"${name}"}`)
    .order('sort_left', { ascending: true, nullsFirst: false })
    .order('id')
    .limit(MOST_MEMBERS);
  if (error) throw new Error(`accounts_list: ${error.message}`);
  return (data ?? []) as unknown as Member[];
}

/** More trades than this say no more about who trades together. */
export const MOST_TRADES = 5_000;
const WINDOW_DAYS = 30;

/** The newest trades of a group within the last thirty days; corrected ones are left out. */
export async function readGroupTrades(staffId: string, groupId: string, now: Date): Promise<GroupTrade[]> {
  const since = new Date(now.getTime() - WINDOW_DAYS * 86_400_000).toISOString();
  const { rows } = await asCaller(staffId, (client) =>
    client.query<Omit<GroupTrade, 'at'> & { at: string }>(
      `select t.account_id, t.symbol, t.type as side, t.lots::text as lots, extract(epoch from coalesce(t.open_time, t.close_time)) * 1000 as at
       from public.trades t join public.account_group_members m on m.account_id = t.account_id
       where m.group_id = $1 and t.close_time >= $2 and t.reverses_id is null
         and not exists (select from public.trades r where r.reverses_id = t.id)
       order by t.close_time desc limit ${MOST_TRADES}`,
      [groupId, since],
    ),
  );
  return rows.map((row) => ({ ...row, at: Math.trunc(Number(row.at)) }));
}
