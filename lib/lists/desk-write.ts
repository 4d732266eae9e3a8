// Keeps views and columns for whoever asks; each changes their own only.
import type { SupabaseClient } from '@supabase/supabase-js';
import { raisedCode } from '@/lib/db/call';
import { accept, refuse, type Result } from '@/lib/refusal';

const WORDS: Record<string, string> = {
  'not-valid': 'A name has 1 to 60 characters.',
  'too-many': 'You keep 100 views already. Remove one first.',
  'not-found': 'This view is not yours, or is gone already.',
};

async function call<T>(client: SupabaseClient, name: string, args: Record<string, unknown>): Promise<Result<T>> {
  const { data, error } = await client.rpc(name, args);
  if (!error) return accept(data as T);
  const code = Object.keys(WORDS).find((one) => one === raisedCode(error.message)) ?? 'not-saved';
  return refuse(code, WORDS[code] ?? 'It could not be saved. Nothing was changed.');
}

/** The same name saved again is the same view. Answers its id. */
export function saveView(
  client: SupabaseClient,
  view: { page: string; name: string; query: string; isShared: boolean },
): Promise<Result<string>> {
  return call(client, 'save_view', {
    p_page: view.page,
    p_name: view.name,
    p_query: view.query,
    p_columns: [],
    p_is_shared: view.isShared,
  });
}

export function dropView(client: SupabaseClient, id: string): Promise<Result<null>> {
  return call(client, 'drop_view', { p_id: id });
}

/** Null goes back to the list as the house draws it. */
export function saveColumns(client: SupabaseClient, page: string, columns: string | null): Promise<Result<null>> {
  return call(client, 'save_columns', { p_page: page, p_columns: columns });
}
