// The moves of an account between versions of its rules, through the reader's own session: a trader sees their own accounts' only.
import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { documentDifference, type FieldDifference } from '@/lib/challenges/difference';

const row = z.object({
  occurred_at: z.string(),
  data: z.object({
    reason: z.string(),
    consent: z.string().nullable(),
    from_rules: z.looseObject({ version: z.number() }),
    to_rule_set_id: z.string(),
  }),
});

export interface RuleMoveTold {
  since: string;
  reason: string;
  from_version: number;
  to_version: number | null;
  changes: FieldDifference[];
}

/** Newest first; empty where the account still has what it was sold with. */
export async function readMoves(client: SupabaseClient, accountId: string): Promise<RuleMoveTold[]> {
  const { data, error } = await client
    .from('account_events')
    .select('occurred_at, data')
    .eq('account_id', accountId)
    .eq('kind', 'migration')
    .order('order_key', { ascending: false })
    .limit(20);
  if (error) throw new Error(`account_events: ${error.message}`);
  const moves = z.array(row).parse(data);
  if (moves.length === 0) return [];
  const ids = [...new Set(moves.map((one) => one.data.to_rule_set_id))];
  const { data: documents, error: unread } = await client.from('rule_sets').select('id, version, rules').in('id', ids);
  if (unread) throw new Error(`rule_sets: ${unread.message}`);
  return moves.map(({ occurred_at, data: { reason, from_rules, to_rule_set_id } }) => {
    const to = (documents ?? []).find(({ id }) => id === to_rule_set_id);
    return {
      since: new Date(occurred_at).toISOString(),
      reason,
      from_version: from_rules.version,
      to_version: typeof to?.version === 'number' ? to.version : null,
      changes: to ? documentDifference(from_rules, to.rules) : [],
    };
  });
}
