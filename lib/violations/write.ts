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
  stale: 'This verdict changed meanwhile. What stands now is shown above; your reason is kept here.',
};

export async function decideViolation(client: SupabaseClient, decision: Decision): Promise<Result<string>> {
  const { data: now, error: unread } = await client.from('risk_violations').select('state').eq('id', decision.id).maybeSingle();
  if (unread || !now) return refuse('not-found', 'This verdict does not exist.');
  if (now.state !== decision.seen) return refuse('stale', WORDS.stale ?? 'stale');
  const { error } = await client.rpc('decide_violation', { p_id: decision.id, p_state: decision.state, p_reason: decision.reason });
  if (!error) return accept(decision.state === 'confirmed' ? 'The verdict is confirmed.' : 'The verdict is withdrawn.');
  const code = /^[a-z][a-z-]+/.exec(error.message)?.[0] ?? 'not-decided';
  return refuse(code, WORDS[code] ?? 'The verdict could not be decided. Nothing was changed.');
}
