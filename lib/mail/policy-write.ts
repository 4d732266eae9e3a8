// The mail policy is proposed by one person and published by another, who sends exactly what the first one proposed.
import type { SupabaseClient } from '@supabase/supabase-js';
import { callFunction } from '@/lib/db/call';
import { MAIL_POLICY, type MailPolicy } from '@/lib/mail/policy';
import { readMailPolicies } from '@/lib/mail/policy-read';
import { accept, refuse, type Result } from '@/lib/refusal';

const same = (one: MailPolicy, other: MailPolicy): boolean =>
  one.warn_from_bps === other.warn_from_bps && one.inactivity_days === other.inactivity_days;

export async function proposeMailPolicy(client: SupabaseClient, value: MailPolicy, now: Date): Promise<Result<string>> {
  const { inForce, proposed } = await readMailPolicies(client);
  if (same(inForce, value)) return refuse('no-change', 'This is what holds already.');
  // The database takes the same value once more for a publication: proposing never publishes.
  if (proposed && same(proposed.value, value)) return refuse('already-proposed', 'This is proposed already; another person publishes it.');
  return publish(client, value, now, 'Proposed. Another person publishes it.');
}

/** `version` is the proposal that was seen. */
export async function publishMailPolicy(client: SupabaseClient, version: number, now: Date): Promise<Result<string>> {
  const { proposed } = await readMailPolicies(client);
  if (proposed?.version !== version) return refuse('stale', 'Another one is proposed by now, or none. Look again.');
  return publish(client, proposed.value, now, 'Published. It holds from the next look on.');
}

async function publish(client: SupabaseClient, value: MailPolicy, now: Date, done: string): Promise<Result<string>> {
  try {
    await callFunction(client, 'publish_setting', { p_key: MAIL_POLICY, p_value: value, p_now: now.toISOString() });
    return accept(done);
  } catch (trouble) {
    if (String(trouble).endsWith('needs-another-person'))
      return refuse('needs-another-person', 'You proposed it yourself: it needs another person.');
    return refuse('not-kept', 'It could not be kept. Nothing was changed.');
  }
}
