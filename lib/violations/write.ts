// A person's word on a verdict. The database checks the role again, refuses what was decided meanwhile, and files the event.
import type { SupabaseClient } from '@supabase/supabase-js';
import { accept, refuse, type Result } from '@/lib/refusal';

export interface Decision {
  id: string;
  state: 'confirmed' | 'withdrawn';
  /** The state the person saw: another one now means that somebody or something was quicker. */
  seen: string;
  reason: string;
}

const WORDS: Record<string, string> = {
  'not-allowed': 'Your role may not decide verdicts.',
  'already-decided': 'This verdict was decided meanwhile. What stands now is shown above; your reason is kept here.',
  'needs-another-person': 'You asked for this verdict to be looked at again, so another person decides it.',
  stale: 'This verdict changed meanwhile. What stands now is shown above; your reason is kept here.',
};

// What the database answers is where the verdict stands now: one that was confirmed is never flipped by one person alone.
const DONE: Record<string, string> = {
  confirmed: 'The verdict is confirmed',
  withdrawn: 'The verdict is withdrawn',
  contested: 'The verdict is contested: a review is open, and another person decides it',
};

export async function decideViolation(client: SupabaseClient, decision: Decision): Promise<Result<string>> {
  const { data: now, error: unread } = await client.from('violations_list').select('state').eq('id', decision.id).maybeSingle();
  if (unread || !now) return refuse('not-found', 'This verdict does not exist.');
  if (now.state !== decision.seen) return refuse('stale', WORDS.stale ?? 'stale');
  const { data: state, error } = await client.rpc('decide_violation', {
    p_id: decision.id,
    p_state: decision.state,
    p_reason: decision.reason,
  });
  if (!error) return accept(DONE[String(state)] ?? 'Decided');
  const code = /^[a-z][a-z-]+/.exec(error.message)?.[0] ?? 'not-decided';
  return refuse(code, WORDS[code] ?? 'The verdict could not be decided. Nothing was changed.');
}
