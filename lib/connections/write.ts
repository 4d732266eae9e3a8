// Deeds about sources. Secrets and credentials are sealed here, before they leave this process; the database decides who may do what.
import { randomBytes, randomUUID } from 'node:crypto';
import type { SupabaseClient } from '@supabase/supabase-js';
import {
  credentialsIn,
  partyOf,
  reportsTrades,
  secretTrouble,
  type CredentialName,
  type Party,
  type SourceSettings,
} from '@/lib/connections/kinds';
import { seal } from '@/lib/db/vault';
import { isEmbedded } from '@/lib/env';
import { accept, refuse, type Result } from '@/lib/refusal';
import { checkedAddress, Unreachable } from '@/lib/trades/providers/guarded-fetch';

const WORDS: Record<string, string> = {
  'not-allowed': 'Config and admin change sources; risk replays and asks again.',
  'not-found': 'This source is not there any more.',
  'slug-taken': 'Another source has this address already. Choose another.',
  'name-kept': 'Names that begin with scale are kept for load tests.',
  'no-address': 'This source has no resync address to ask. Write one into its settings first.',
  disabled: 'This source is switched off.',
  'not-held': 'This message is not kept back any more.',
  'no-text': 'These bytes are no text: only their sender can send them again.',
  'still-on': 'Switch this source off first: it still speaks for its accounts.',
  'other-platform': 'Accounts are moved to a source that reports trades of the same platform.',
  'reason-missing': 'Write a reason: the audit keeps it.',
};

function refusalOf(message: string): Result<never> {
  const code = Object.keys(WORDS).find((one) => message === one || message.includes(one)) ?? 'not-done';
  return refuse(code, WORDS[code] ?? 'Nothing was changed. Try again.');
}

/** Standard Webhooks: 32 random bytes behind `whsec_`. */
export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/** Answers a refusal where an address may not be called from here, before anybody relies on it. */
function refusedAddress(name: string, url: string): Result<never> | null {
  if (url === '') return null;
  try {
    checkedAddress(url, { mayBePrivate: isEmbedded() });
    return null;
  } catch (error) {
    if (error instanceof Unreachable) return refuse('invalid-input', error.message, { path: name });
    throw error;
  }
}

const DEFAULTS: SourceSettings = {
  server: '',
  server_zone: '',
  resync_url: '',
  orders_url: '',
  rate_limit: 600,
  confirm_grace_seconds: 900,
  order_grace_seconds: 60,
  quiet_after_seconds: 900,
};

export interface Created {
  id: string;
  slug: string;
  /** Shown once, and only where we made it. */
  secret: string | null;
}

export async function createSource(
  client: SupabaseClient,
  input: { slug: string; party: string; secret: string },
): Promise<Result<Created>> {
  const [kind = '', platform = ''] = input.party.split(':');
  const party = partyOf(kind, platform);
  if (!party) return refuse('invalid-input', 'Choose who posts.', { path: 'party' });
  if (party.secretFrom === 'them' && input.secret === '')
    return refuse('invalid-input', `${party.name} makes its own signing secret: paste it here.`, { path: 'secret' });
  const trouble = input.secret === '' ? null : secretTrouble(party, input.secret);
  if (trouble !== null) return refuse('invalid-input', trouble, { path: 'secret' });
  const id = randomUUID();
  const secret = input.secret || newSecret();
  const quiet_after_seconds = reportsTrades(kind) ? DEFAULTS.quiet_after_seconds : null;
  const p = {
    id,
    slug: input.slug,
    kind,
    platform,
    ...DEFAULTS,
    quiet_after_seconds,
    secret: seal(secret, `connections:${id}:signing_secrets`),
  };
  const { error } = await client.rpc('save_connection', { p });
  if (error) return refusalOf(error.message);
  return accept({ id, slug: input.slug, secret: input.secret === '' ? secret : null });
}

export async function saveSource(client: SupabaseClient, input: SourceSettings & { id: string }): Promise<Result<string>> {
  const refused = refusedAddress('resync_url', input.resync_url) ?? refusedAddress('orders_url', input.orders_url);
  if (refused) return refused;
  const { data, error } = await client.rpc('save_connection', { p: input });
  if (error) return refusalOf(error.message);
  return accept((data as { changed: boolean }).changed ? 'Saved; the next message obeys' : 'Nothing was different');
}

/** `given` where the other side made the secret; empty where we make it. Answers the new one only where it was made here. */
export async function rotateSource(
  client: SupabaseClient,
  input: { id: string; given: string; overlap_seconds: number; reason: string },
): Promise<Result<{ secret: string | null; old_ends_at: string }>> {
  const party = input.given === '' ? null : await partyBehind(client, input.id);
  const trouble = party && secretTrouble(party, input.given);
  if (trouble) return refuse('invalid-input', trouble, { path: 'given_secret' });
  const secret = input.given || newSecret();
  const { data, error } = await client.rpc('rotate_secret', {
    p_id: input.id,
    p_secret: seal(secret, `connections:${input.id}:signing_secrets`),
    p_overlap_seconds: input.overlap_seconds,
    p_reason: input.reason,
  });
  if (error) return refusalOf(error.message);
  return accept({ secret: input.given === '' ? secret : null, old_ends_at: (data as { old_ends_at: string }).old_ends_at });
}

export async function switchSource(
  client: SupabaseClient,
  input: { id: string; status: 'active' | 'disabled'; reason: string },
): Promise<Result<string>> {
  const { error } = await client.rpc('set_connection_status', { p_id: input.id, p_status: input.status, p_reason: input.reason });
  if (error) return refusalOf(error.message);
  return accept(input.status === 'active' ? 'Switched on; the next message is heard' : 'Switched off; the next message is refused');
}

/** At most two thousand go at once; the answer says how many are left. */
export async function moveAccounts(client: SupabaseClient, input: { from: string; to: string; reason: string }): Promise<Result<string>> {
  const { data, error } = await client.rpc('move_accounts', { p_from: input.from, p_to: input.to, p_reason: input.reason });
  if (error) return refusalOf(error.message);
  const { moved, left } = data as { moved: number; left: number };
  return accept(
    left === 0 ? `Moved ${moved} ${moved === 1 ? 'account' : 'accounts'}` : `Moved ${moved} accounts; ${left} are left, move them too`,
  );
}

async function partyBehind(client: SupabaseClient, id: string): Promise<Party | null> {
  const { data, error } = await client
    .from('connections')
    .select('kind, platform')
    .eq('id', id)
    .maybeSingle<{ kind: string; platform: string }>();
  if (error) throw new Error(`connections: ${error.message}`);
  return data && partyOf(data.kind, data.platform);
}

/** Seals what the party needs of what was typed; the newest set is the only one. */
export async function keepCredentials(
  client: SupabaseClient,
  id: string,
  typed: Partial<Record<CredentialName, string>>,
): Promise<Result<string>> {
  const party = await partyBehind(client, id);
  if (!party) return refusalOf('not-found');
  const credentials = credentialsIn(party, typed);
  if (!credentials.ok) return credentials;
  const address = credentials.value.base_url ?? '';
  // A firm's key goes nowhere but to Stripe, so an address that would be ignored is not kept.
  if (address && !isEmbedded()) return refuse('invalid-input', 'Stripe has one address. Leave this empty.', { path: 'base_url' });
  const refused = refusedAddress('base_url', address);
  if (refused) return refused;
  const { error } = await client.rpc('set_credentials', {
    p_id: id,
    p_sealed: seal(JSON.stringify(credentials.value), `connections:${id}:credentials`),
    p_names: Object.keys(credentials.value),
  });
  return error ? refusalOf(error.message) : accept('Kept, sealed; nobody can read them here');
}

export async function forgetCredentials(client: SupabaseClient, id: string): Promise<Result<string>> {
  const { error } = await client.rpc('set_credentials', { p_id: id, p_sealed: null, p_names: [] });
  return error ? refusalOf(error.message) : accept('Forgotten');
}

export async function resyncSource(client: SupabaseClient, id: string): Promise<Result<string>> {
  const { error } = await client.rpc('resync_connection', { p_id: id });
  return error ? refusalOf(error.message) : accept('Asked; what comes is judged as if it had come in time');
}

export async function decideHeld(
  client: SupabaseClient,
  input: { id: string; deed: 'replayed' | 'set-aside'; reason: string },
): Promise<Result<string>> {
  const { error } = await client.rpc('decide_held_message', { p_id: input.id, p_deed: input.deed, p_reason: input.reason });
  if (error) return refusalOf(error.message);
  return accept(input.deed === 'replayed' ? 'Goes in once more; the first answer stands' : 'Set aside; the message is kept');
}
