// A person's word on who somebody is. The database checks the role, the status that was seen and the edges, and files the event.
import type { SupabaseClient } from '@supabase/supabase-js';
import { accept, refuse, type Result } from '@/lib/refusal';
import type { KycStatus } from '@/lib/reviews/kyc-states';

interface KycDecision {
  trader_id: string;
  status: KycStatus;
  /** The status the person saw. */
  seen: string;
  reason: string;
}

const WORDS = {
  'not-allowed': 'Your role may not decide identity checks.',
  'not-found': 'This trader does not exist.',
  stale: 'The check moved on meanwhile. What stands now is shown above; your reason is kept here.',
  'already-decided': 'It stands there already.',
  'one-trader': 'A review asks whether this is a second account of one person. Decide that first.',
  'illegal-transition': 'The check cannot go there from where it stands.',
  'reason-missing': 'Say why; it is kept with the check.',
} satisfies Record<string, string>;

export async function decideKyc(client: SupabaseClient, decision: KycDecision): Promise<Result<string>> {
  const { data, error } = await client.rpc('set_kyc', { p: decision });
  // Asked only now: the review that asks was opened and stays.
  if (!error && data === 'one-trader') return refuse('one-trader', WORDS['one-trader']);
  if (!error) return accept(`The identity check is ${String(data)}`);
  const code = /^[a-z]+(-[a-z]+)*/.exec(error.message)?.[0] ?? '';
  const known = Object.entries(WORDS).find(([word]) => word === code)?.[1];
  return known ? refuse(code, known) : refuse('not-decided', 'The check could not be decided. Nothing was changed.');
}
