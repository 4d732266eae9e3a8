// Who asks the engine: one of the staff in a role that may judge, or the firm's own key. The database says it, not the caller: the
// engine writes with the firm's key, so a client that cannot prove itself must not get this far.
import type { SupabaseClient } from '@supabase/supabase-js';
import { refused } from '@/lib/engine/refused';

/** A key stays what it is; people are asked about every time, because a role may be taken from them. */
const provenKeys = new WeakSet<SupabaseClient>();

/** Throws `not-allowed` for anybody else, and `not-stored` where nobody could be asked. */
export async function proveAsker(client: SupabaseClient): Promise<void> {
  if (provenKeys.has(client)) return;
  // Row-level security never sees this question: the function looks at the role and the person the request came with.
  const { data, error, status } = await client.rpc('may_judge');
  if (error && (status === 0 || status >= 500)) throw refused('not-stored', 'The database does not answer; ask again.');
  if (data === 'key') provenKeys.add(client);
  else if (data !== 'staff') throw refused('not-allowed', 'Only risk, admin and the firm itself may have accounts judged.');
}
