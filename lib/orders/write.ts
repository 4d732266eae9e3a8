// What staff do with orders. The database checks the role, the version that was seen and the state, and files the events.
import type { SupabaseClient } from '@supabase/supabase-js';
import { PROBLEMS } from '@/lib/orders/states';
import { accept, refuse, type Result } from '@/lib/refusal';

const WORDS: Record<string, string> = {
  ...PROBLEMS,
  'not-allowed': 'Your role may not do this.',
  'not-found': 'This order does not exist.',
  stale: 'This order changed since you opened it. What stands now is shown above; what you typed is still here.',
  'already-decided': 'This order is not in a state for that any more. What stands now is shown above.',
  'reason-missing': 'Say why; it is kept with the order.',
};

async function deed(
  client: SupabaseClient,
  name: string,
  args: Record<string, unknown>,
  done: (state: string) => string,
): Promise<Result<string>> {
  const { data, error } = await client.rpc(name, args);
  if (!error) return accept(done(String(data)));
  const code = /^[a-z]+(-[a-z]+)*/.exec(error.message)?.[0] ?? '';
  const known = Object.hasOwn(WORDS, code) ? WORDS[code] : undefined;
  return known ? refuse(code, known) : refuse('not-done', 'The database refused it. Nothing was changed.');
}

export interface Seen {
  id: string;
  /** The version the person saw: another one now means that somebody or something was quicker. */
  version: number;
}

const DELIVERED: Record<string, string> = {
  paid: 'The account is being opened; asking again changes nothing',
  delivered: 'It is delivered already; no second account was made',
  undeliverable: 'It still cannot be delivered; the reason is shown above',
};

export const deliverAgain = (client: SupabaseClient, { id, version }: Seen): Promise<Result<string>> =>
  deed(client, 'deliver_order', { p_id: id, p_version: version }, (state) => DELIVERED[state] ?? 'Nothing was left to deliver');

export interface Match extends Seen {
  challenge_type_id: string;
  /** Null: the buyer the shop named. */
  email: string | null;
  reason: string;
}

export const matchOrder = (client: SupabaseClient, { id, version, challenge_type_id, email, reason }: Match): Promise<Result<string>> =>
  deed(
    client,
    'match_order',
    { p_id: id, p_version: version, p_challenge_type: challenge_type_id, p_email: email, p_reason: reason },
    () => 'The order is matched and its account is being opened',
  );

interface GivenBack extends Seen {
  kind: 'refund' | 'dispute';
  reason: string;
}

export const returnOrder = (client: SupabaseClient, { id, version, kind, reason }: GivenBack): Promise<Result<string>> =>
  deed(
    client,
    'return_order',
    { p_id: id, p_version: version, p_kind: kind, p_reason: reason },
    () => 'It is written down, and every account of the payment is stopped',
  );

export const closeDispute = (client: SupabaseClient, { id, version, reason }: Seen & { reason: string }): Promise<Result<string>> =>
  deed(
    client,
    'close_dispute',
    { p_id: id, p_version: version, p_reason: reason },
    () => 'The sale stands again; unblocking the account is done on the account',
  );
