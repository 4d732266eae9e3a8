// The mail policy in force and the one that waits for a second person, through the reader's own session.
import type { SupabaseClient } from '@supabase/supabase-js';
import { MAIL_POLICY, mailPolicy, type MailPolicy } from '@/lib/mail/policy';

export interface MailPolicies {
  inForce: MailPolicy;
  /** Null where nothing waits. */
  proposed: { version: number; value: MailPolicy; by: string | null } | null;
}
interface Row {
  version: number;
  value: unknown;
  published_at: string | null;
  published_by: string | null;
}

export async function readMailPolicies(client: SupabaseClient): Promise<MailPolicies> {
  const asked = client.from('settings').select('version, value, published_at, published_by').eq('key', MAIL_POLICY);
  const { data, error } = await asked.order('version', { ascending: false }).limit(20);
  if (error) throw new Error(`settings: ${error.message}`);
  const rows = data as Row[];
  const held = rows.find((row) => row.published_at === null);
  return {
    inForce: mailPolicy.parse(rows.find((row) => row.published_at !== null)?.value ?? {}),
    proposed: held ? { version: held.version, value: mailPolicy.parse(held.value), by: held.published_by } : null,
  };
}
