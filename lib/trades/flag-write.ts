// Flags a trade by hand, or lifts the flag. The database checks the role, keeps the reason and files the event.
import type { SupabaseClient } from '@supabase/supabase-js';
import { raisedCode } from '@/lib/db/call';
import { accept, refuse, type Result } from '@/lib/refusal';

const WORDS: Record<string, string> = {
  'not-allowed': 'Risk and admin flag trades.',
  'not-found': 'There is no such trade.',
  'already-so': 'Somebody did this already; the list shows it as it is now.',
  'reason-missing': 'Say why in a few words; it is kept with the account.',
};

export async function flagTrade(client: SupabaseClient, input: { id: string; stands: boolean; reason: string }): Promise<Result<string>> {
  const { error } = await client.rpc('flag_trade', { p_id: input.id, p_stands: input.stands, p_reason: input.reason });
  if (!error) return accept(input.stands ? 'The trade is flagged' : 'The flag is lifted');
  const code = raisedCode(error.message);
  return WORDS[code] ? refuse(code, WORDS[code]) : refuse('not-done', 'It could not be done. Nothing was changed.');
}
