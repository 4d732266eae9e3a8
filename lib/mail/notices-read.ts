// The notices the firm owes its traders, as those read them who write and send them.
import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { callFunction } from '@/lib/db/call';

export const AUDIENCES = ['everybody', 'trading', 'challenge'] as const;
type Audience = (typeof AUDIENCES)[number];

const person = z.object({ full_name: z.string(), email: z.string() }).nullable();
const notice = z.object({
  id: z.string(),
  title: z.string(),
  statement: z.string(),
  holds_from: z.string(),
  audience: z.enum(AUDIENCES),
  challenge_type_id: z.string().nullable(),
  challenge: z.object({ title: z.string() }).nullable(),
  state: z.enum(['proposed', 'sent', 'withdrawn']),
  readers: z.number(),
  proposed_by: z.string(),
  proposed_at: z.string(),
  decided_at: z.string().nullable(),
  reason: z.string().nullable(),
  proposer: person,
  decider: person,
});
export type Notice = z.infer<typeof notice> & {
  /** How many it would go to now; null where it is decided, or the reader may not send it. */
  readers_now: number | null;
};

const COLUMNS = `id, title, statement, holds_from, audience, challenge_type_id, state, readers, proposed_by, proposed_at, decided_at, reason,
  challenge:challenge_types(title), proposer:staff!legal_notices_proposed_by_fkey(full_name, email), decider:staff!legal_notices_decided_by_fkey(full_name, email)`;

/** The newest first; what waits is counted anew, since people come and go. */
export async function readNotices(client: SupabaseClient, maySend: boolean): Promise<Notice[]> {
  const { data, error } = await client
    .from('legal_notices')
    .select(COLUMNS)
    .order('proposed_at', { ascending: false })
    .order('id')
    .limit(50);
  if (error) throw new Error(`legal_notices: ${error.message}`);
  const rows = z.array(notice).parse(data);
  return Promise.all(
    rows.map(async (row) => {
      const counted = maySend && row.state === 'proposed' ? await countReaders(client, row.audience, row.challenge_type_id) : null;
      return { ...row, readers_now: counted };
    }),
  );
}

async function countReaders(client: SupabaseClient, audience: Audience, challenge: string | null): Promise<number> {
  return Number(await callFunction(client, 'count_notice_readers', { p_audience: audience, p_challenge_type_id: challenge }));
}

export async function readChallengeChoices(client: SupabaseClient): Promise<{ value: string; label: string }[]> {
  const { data, error } = await client.from('challenge_types').select('id, title').order('title').order('id').limit(200);
  if (error) throw new Error(`challenge_types: ${error.message}`);
  return (data as { id: string; title: string }[]).map(({ id, title }) => ({ value: id, label: title }));
}
