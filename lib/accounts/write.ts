// What staff write on an account from its page. The database checks the role again and files the event.
import type { SupabaseClient } from '@supabase/supabase-js';

export async function addNote(client: SupabaseClient, accountId: string, body: string): Promise<{ code: string } | null> {
  const { error } = await client.rpc('add_note', { p_account_id: accountId, p_body: body });
  return error ? { code: error.message } : null;
}
