// The payout policy that holds now and the one that waits for a second person, through the reader's own session: staff read settings, a
// trader reads none of them.
import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { payoutSettings, type PayoutSettings } from '@/lib/payouts/terms';

interface PublishedPolicy {
  /** Null where none is published: then everything waits for a person. */
  version: number | null;
  value: PayoutSettings;
  published_at: string | null;
}
interface ProposedPolicy {
  version: number;
  value: PayoutSettings;
  proposed_by: string | null;
}

const row = z.object({ version: z.number(), value: z.unknown(), published_at: z.string().nullable(), published_by: z.string().nullable() });

async function newest(client: SupabaseClient, isPublished: boolean) {
  const policies = client.from('settings').select('version, value, published_at, published_by').eq('key', 'payout_policy');
  const { data, error } = await (isPublished ? policies.not('published_at', 'is', null) : policies.is('published_at', null))
    .order('version', { ascending: false })
    .limit(1)
    .maybeSingle();
  if (error) throw new Error(`settings: ${error.message}`);
  return data === null ? null : row.parse(data);
}

export async function readPayoutPolicy(client: SupabaseClient): Promise<PublishedPolicy> {
  const found = await newest(client, true);
  return { version: found?.version ?? null, value: payoutSettings.parse(found?.value ?? {}), published_at: found?.published_at ?? null };
}

/** Null where nothing waits. */
export async function readProposedPolicy(client: SupabaseClient): Promise<ProposedPolicy | null> {
  const found = await newest(client, false);
  return found && { version: found.version, value: payoutSettings.parse(found.value), proposed_by: found.published_by };
}
