// What came back is asked for once more by staff. Whoever asks does not sign it; the database makes sure of both and that it happens once.
import type { SupabaseClient } from '@supabase/supabase-js';
import { raisedCode } from '@/lib/db/call';
import { accept, refuse, type Result } from '@/lib/refusal';

const WORDS: Record<string, string> = {
  'not-allowed': 'Finance and admin pay again what came back.',
  'not-found': 'There is no such payout.',
  'reason-missing': 'Say why it can be paid again.',
  stale: 'This payout has changed since you opened it. What stands now is shown.',
  'already-decided': 'It is being paid again already, or did not come back.',
  'payout-open': 'Another payout of this account is open. It has to be decided first.',
  'not-kept': 'A later payout of this account has taken this sum along: nothing of it is left to pay.',
  'no-beneficiary': 'The trader has no destination.',
};

export async function payAgain(client: SupabaseClient, id: string, version: number, reason: string): Promise<Result<string>> {
  const { data, error } = await client.rpc('pay_again', { p_id: id, p_version: version, p_reason: reason });
  const told = data as { outcome: string; payout_id?: string } | null;
  if (told?.outcome === 'asked-again' && told.payout_id !== undefined) return accept(told.payout_id);
  const code = error === null ? (told?.outcome ?? '') : raisedCode(error.message);
  const words = WORDS[code];
  return words === undefined ? refuse('not-done', 'The database refused it. Nothing was changed.', { status: 503 }) : refuse(code, words);
}
