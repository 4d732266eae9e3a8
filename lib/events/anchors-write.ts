// What a person does about a changed history: says why, and from then on it is held against the head it has now.
import type { SupabaseClient } from '@supabase/supabase-js';
import { callFunction, DatabaseTrouble } from '@/lib/db/call';
import { accept, refuse, type Result } from '@/lib/refusal';

const WORDS: Record<string, string> = {
  'not-allowed': 'An admin explains a change of the history.',
  'reason-missing': 'Write what happened: the audit keeps it.',
  'nothing-open': 'Nothing is left to explain.',
  stale: 'The hourly check has found something since. Look at it first.',
};

export async function explainBreak(client: SupabaseClient, input: { anchor_id: number; reason: string }): Promise<Result<string>> {
  try {
    await callFunction(client, 'acknowledge_break', { p_anchor_id: input.anchor_id, p_reason: input.reason });
    return accept('Kept. The history is held against the head it had then');
  } catch (error) {
    if (!(error instanceof DatabaseTrouble)) throw error;
    const code = Object.keys(WORDS).find((one) => error.message.includes(one)) ?? 'not-done';
    return refuse(code, WORDS[code] ?? 'Nothing was changed. Try again.');
  }
}
