// Who asks the engine: one of the staff in a role that may judge, or the firm's own key. The database says it, not the caller: the
// engine writes with the firm's key, so a client that cannot prove itself must not get this far.
import { isAuthRetryableFetchError, type SupabaseClient } from '@supabase/supabase-js';
import { refused } from '@/lib/engine/refused';
import { readActor } from '@/lib/staff/read';
import type { StaffRole } from '@/lib/staff/roles';

const MAY_JUDGE: readonly StaffRole[] = ['risk', 'admin'];
/** A key stays what it is; people are asked about every time, because a role may be taken from them. */
const provenKeys = new WeakSet<SupabaseClient>();

/** Throws `not-allowed` for anybody else, and `not-stored` where nobody could be asked. */
export async function proveAsker(client: SupabaseClient): Promise<void> {
  if (provenKeys.has(client)) return;
  const { data, error } = await client.auth.getUser();
  if (isAuthRetryableFetchError(error)) throw refused('not-stored', 'The sign-in service does not answer; ask again.');
  if (data.user) {
    const actor = await readActor(client, { id: data.user.id, email: data.user.email ?? '' });
    if (actor.kind === 'staff' && MAY_JUDGE.includes(actor.role)) return;
    throw refused('not-allowed', 'Only risk, admin and the firm itself may have accounts judged.');
  }
  // A question that only the firm's own key may put; nothing is asked with it.
  const answer = await client.rpc('load_assessment', { p: { accounts: [] } });
  if (!answer.error) {
    provenKeys.add(client);
    return;
  }
  if (answer.status === 0 || answer.status >= 500) throw refused('not-stored', 'The database does not answer; ask again.');
  throw refused('not-allowed', 'Only risk, admin and the firm itself may have accounts judged.');
}
