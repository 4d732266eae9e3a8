// What became of an account, or of a payout, after somebody had looked at it: read from the timeline when their deed comes too late.
import type { SupabaseClient } from '@supabase/supabase-js';
import { actorWords, changeSentence } from '@/lib/accounts/change-words';
import { ageText } from '@/lib/age-text';

interface TimelineEvent {
  kind: string;
  actor_kind: string;
  actor_name: string | null;
  occurred_at: string;
  data: Record<string, unknown> | null;
}
const COLUMNS = 'kind,actor_kind,actor_name,occurred_at,data';
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Null where nothing is found: then only that it changed can be said. `from` is the status that was looked at. */
export async function accountChangeWords(client: SupabaseClient, id: string, from: string, now: number): Promise<string | null> {
  const [account, events] = await Promise.all([
    client.from('accounts').select('status').eq('id', id).maybeSingle(),
    client.from('timeline').select(COLUMNS).eq('stream', `account:${id}`).order('id', { ascending: false }).limit(20),
  ]);
  const status = text(account.data?.status);
  const rows = (events.data ?? []) as TimelineEvent[];
  const newest = rows[0];
  if (status === null || newest === undefined) return null;
  if (status === from)
    return `Since you looked: ${newest.kind.replace(/^\w+\./, '').replaceAll(/[-_]/g, ' ')}, by ${actorWords(newest.actor_name, newest.actor_kind)} ${ageText((now - Date.parse(newest.occurred_at)) / 1000)} ago; it is still ${status}.`;
  const moved = rows.find(({ data }) => text(data?.from_status) !== null) ?? newest;
  const by = actorWords(moved.actor_name, moved.actor_kind);
  return changeSentence({ by, at: moved.occurred_at, from: text(moved.data?.from_status) ?? from, to: status }, now);
}

/** The events of a payout carry its version, so that what came after the one that was seen is known exactly. */
export async function payoutChangeWords(client: SupabaseClient, id: string, seenVersion: number, now: number): Promise<string | null> {
  const { data } = await client.from('timeline').select(COLUMNS).eq('stream', `payout:${id}`).order('id', { ascending: false }).limit(20);
  const rows = (data ?? []) as TimelineEvent[];
  const version = (row: TimelineEvent) => (typeof row.data?.version === 'number' ? row.data.version : -1);
  const newest = rows[0];
  const to = text(newest?.data?.state);
  if (newest === undefined || to === null || version(newest) <= seenVersion) return null;
  const before = rows.find((row) => version(row) <= seenVersion);
  return changeSentence(
    { by: actorWords(newest.actor_name, newest.actor_kind), at: newest.occurred_at, from: text(before?.data?.state), to },
    now,
  );
}
