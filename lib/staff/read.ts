// Who a verified person is to us, read with their own eyes: row-level security shows a person only what is theirs.
import type { SupabaseClient } from '@supabase/supabase-js';
import { actorOf, type Actor, type SignedIn } from '@/lib/staff/actor';

/** Throws when the database does not answer: unknown is not the same as nobody. */
export async function readActor(client: SupabaseClient, user: SignedIn): Promise<Actor> {
  const [staff, trader] = await Promise.all([
    client.from('staff').select('role, is_active, full_name').eq('id', user.id).maybeSingle(),
    client.from('traders').select('id, full_name').eq('auth_user_id', user.id).maybeSingle(),
  ]);
  const failed = staff.error ?? trader.error;
  if (failed) throw new Error(`Who is asking could not be read: ${failed.message}`);
  return actorOf(user, staff.data, trader.data);
}
