// Writes down that somebody takes an account's dossier out, before they get it.
import type { SupabaseClient } from '@supabase/supabase-js';
import { callFunction } from '@/lib/db/call';

/** Throws where the caller may not, or there is no such account: then nothing may be handed out either. */
export async function noteDossier(client: SupabaseClient, accountId: string, format: 'json' | 'paper', now: Date): Promise<void> {
  await callFunction(client, 'note_dossier', { p_account_id: accountId, p_format: format, p_now: now.toISOString() });
}
