// What the REST doors change on accounts. The database checks the role again, writes in one transaction and leaves the event.
import type { SupabaseClient } from '@supabase/supabase-js';
import type { z } from 'zod';
import { accountById } from '@/lib/api/read';
import type { connection } from '@/lib/api/requests';
import { accept, refuse, type Result } from '@/lib/refusal';

const REASONS: Record<string, string> = {
  'unknown-rule-set': 'No rule set of this code and type is in force.',
  'wrong-size': 'The rule set in force is made for another account size.',
  'unknown-connection': 'No active connection receives accounts of this platform and server.',
  'unknown-trader': 'There is no such trader.',
};

/** Starts watching an account under the rule set in force. The same login again answers the account that is there. */
export async function connectAccount(client: SupabaseClient, input: z.output<typeof connection>): Promise<Result<unknown>> {
  if (input.api_token !== undefined || input.api_secret !== undefined) {
    // Nothing is pulled from this platform, so the credentials could be neither checked nor used: we do not keep what we cannot use.
    const path = input.api_token === undefined ? 'api_secret' : 'api_token';
    return refuse('invalid', 'Accounts of this platform are posted to us by webhook; leave the credentials out.', { path });
  }
  const { account_id: login, account_name: name, account_size: account_size_cents, ...rest } = input;
  const { data, error } = await client.rpc('connect_account', { p: { ...rest, login, name, account_size_cents } });
  if (error) throw new Error(`connect_account: ${error.message}`);
  const made = data as { account_id?: string; refusal?: string; path?: string };
  if (made.account_id === undefined) return refuse('invalid', REASONS[made.refusal ?? ''] ?? 'Not acceptable.', { path: made.path ?? '' });
  return accountById(client, made.account_id);
}

/** Ends the watching of an account: it is closed with a reason, its history stays. */
export async function removeAccount(client: SupabaseClient, id: string, reason: string): Promise<Result<null>> {
  const account = await accountById(client, id);
  if (!account.ok) return account;
  const { data, error } = await client.from('accounts').select('status, version').eq('id', id).single();
  if (error) throw new Error(`accounts: ${error.message}`);
  const { status, version } = data as { status: string; version: number };
  if (status === 'closed') return accept(null);
  const done = await client.rpc('transition_account', { p_id: id, p_version: version, p_status: 'closed', p_reason: reason });
  if (!done.error) return accept(null);
  if (done.error.message === 'stale') return refuse('stale', 'The account has just changed; look again and ask again.', { status: 409 });
  if (done.error.message === 'illegal-transition') return refuse('already-decided', `An account that is ${status} cannot be closed.`);
  throw new Error(`transition_account: ${done.error.message}`);
}
