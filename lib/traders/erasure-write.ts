// What admins do about forgetting a person, and the legal hold that stops it. The database checks role, second person and what stands against it.
import type { SupabaseClient } from '@supabase/supabase-js';
import { raisedCode } from '@/lib/db/call';
import { accept, refuse, type Result } from '@/lib/refusal';

const WORDS: Record<string, string> = {
  'not-allowed': 'Your role may not do this.',
  'not-found': 'There is no such trader or request.',
  erased: 'This person was erased meanwhile.',
  'not-yet': 'Something stands against it by now: it is listed above.',
  'already-asked': 'Somebody asked for it meanwhile. Look again.',
  'already-decided': 'Somebody decided it meanwhile. Look again.',
  'needs-another-person': 'You asked for it: another admin agrees.',
  'names-the-person': 'The reason stays when the person is gone, so it may not name them: refer to a letter or a case instead.',
  'reason-missing': 'Write a reason: the audit keeps it.',
};

async function told(client: SupabaseClient, name: string, args: Record<string, unknown>, done: string): Promise<Result<string>> {
  const { error } = await client.rpc(name, args);
  if (!error) return accept(done);
  const raised = raisedCode(error.message);
  const code = raised in WORDS ? raised : raised.includes('lock timeout') ? 'busy' : 'not-done';
  const path = code === 'names-the-person' || code === 'reason-missing' ? { path: 'reason' } : {};
  return refuse(code, WORDS[code] ?? 'Nothing was changed. Try again.', path);
}

export const askErasure = (client: SupabaseClient, traderId: string, reason: string): Promise<Result<string>> =>
  told(client, 'ask_erasure', { p_trader_id: traderId, p_reason: reason }, 'Asked: another admin has to agree');

export const decideErasure = (
  client: SupabaseClient,
  { id, decision, reason }: { id: string; decision: 'agree' | 'withdraw'; reason: string },
): Promise<Result<string>> =>
  told(
    client,
    'decide_erasure',
    { p_id: id, p_decision: decision, p_reason: reason },
    decision === 'agree' ? 'Agreed: the person is being erased' : 'Withdrawn: nothing was erased',
  );

export const setLegalHold = (
  client: SupabaseClient,
  { trader, holds, reason }: { trader: string; holds: boolean; reason: string },
): Promise<Result<string>> =>
  told(
    client,
    'set_legal_hold',
    { p_trader_id: trader, p_holds: holds, p_reason: reason },
    holds ? 'Held: nothing of them can be erased' : 'The hold is lifted',
  );
