// The payout policy is proposed by one person and published by another, who sends exactly what the first one proposed.
import type { SupabaseClient } from '@supabase/supabase-js';
import { readPayoutPolicy, readProposedPolicy } from '@/lib/payouts/policy-read';
import { readPolicy, type PolicyForm } from '@/lib/payouts/policy';
import { accept, refuse, type Result } from '@/lib/refusal';

export async function proposePolicy(client: SupabaseClient, form: PolicyForm, now: Date): Promise<Result<string>> {
  const inForce = await readPayoutPolicy(client);
  const read = readPolicy(form, inForce.value);
  if (!read.ok) return read;
  const held = await readProposedPolicy(client);
  // The database takes the same value once more for a publication: proposing never publishes.
  if (held && JSON.stringify(held.value) === JSON.stringify(read.value))
    return refuse('already-proposed', 'This very policy is proposed already; another person publishes it.');
  return publish(client, read.value, now, 'Proposed. Another person publishes it.');
}

/** `version` is the proposal that was seen. */
export async function publishPolicy(client: SupabaseClient, version: number, now: Date): Promise<Result<string>> {
  const held = await readProposedPolicy(client);
  if (held?.version !== version) return refuse('stale', 'Another policy is proposed by now, or none. Look again.', { status: 409 });
  return publish(client, held.value, now, 'Published. It holds for every request from now on.');
}

async function publish(client: SupabaseClient, value: object, now: Date, done: string): Promise<Result<string>> {
  const { error } = await client.rpc('publish_setting', { p_key: 'payout_policy', p_value: value, p_now: now.toISOString() });
  if (!error) return accept(done);
  if (error.message.endsWith('needs-another-person'))
    return refuse('needs-another-person', 'You proposed it yourself: it needs another person.');
  if (error.message.endsWith('not-allowed')) return refuse('not-allowed', 'Finance and admin write the payout policy.');
  return refuse('not-kept', 'It could not be kept. Nothing was changed; what you typed is still here.');
}
