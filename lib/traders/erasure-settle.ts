// The erasure itself, by the worker: one transaction in the database, and then the sign-in where only the auth server can remove it.
import { serviceClient } from '@/lib/db/clients';
import { pool } from '@/lib/db/pool';

/** Done twice it is done once; what stands against it by now ends it, and the office says what. */
export async function eraseTrader(erasureId: string, now: Date): Promise<void> {
  const { rows } = await pool().query<{ sign_in: string | null }>('select private.erase_trader($1, $2) as sign_in', [
    erasureId,
    now.toISOString(),
  ]);
  const signIn = rows[0]?.sign_in ?? null;
  if (signIn === null) return;
  const { error } = await serviceClient().auth.admin.deleteUser(signIn);
  if (error && error.status !== 404)
    throw new Error(`The sign-in of erasure ${erasureId} could not be removed: ${error.code ?? error.status}`);
  await pool().query('select private.sign_in_removed($1)', [erasureId]);
}
