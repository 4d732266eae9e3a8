// What staff do about shared access. The database checks the role, asks the reason and files the event.
import type { SupabaseClient } from '@supabase/supabase-js';
import type { NetworkImport } from '@/lib/abuse/networks';
import { accept, refuse, type Result } from '@/lib/refusal';

const WORDS: Record<string, string> = {
  'not-allowed': 'Your role may not do this.',
  'not-found': 'It is gone, or was ended before.',
  'reason-missing': 'Say why; it is kept.',
  'bad-network': 'This is no network. Write one as 203.0.113.0/24.',
  'network-too-wide': 'That is wider than anybody can know. At most a /8, or a /24 of IPv6.',
  'bad-expiry': 'Say for how many days, from 1 to 366.',
  'already-decided': 'It stands there already.',
  invalid: 'Choose one of the three.',
};

async function run<T>(client: SupabaseClient, name: string, args: Record<string, unknown>): Promise<Result<T>> {
  const { data, error } = await client.rpc(name, args);
  if (!error) return accept(data as T);
  const code = /^[a-z]+(-[a-z]+)*/.exec(error.message)?.[0] ?? '';
  return Object.hasOwn(WORDS, code)
    ? refuse(code, WORDS[code] ?? '')
    : refuse('not-stored', 'It could not be done. Nothing was changed; try again.');
}

export const revealAddress = (client: SupabaseClient, id: string, reason: string) =>
  run<string>(client, 'reveal_address', { p_id: id, p_reason: reason });

export interface Allowance {
  origin_id?: string;
  network?: string;
  reason: string;
  days: number;
}
export const allowNetwork = (client: SupabaseClient, p: Allowance) => run<string>(client, 'save_ip_allowance', { p });
export const endAllowance = (client: SupabaseClient, id: string, reason: string) =>
  run<boolean>(client, 'end_ip_allowance', { p_id: id, p_reason: reason });

export interface Imported {
  added: number;
  changed: number;
  removed: number;
}
/** `whole`: what the source names no more is forgotten. */
export const importNetworks = (client: SupabaseClient, list: NetworkImport, whole: boolean) =>
  run<Imported>(client, 'import_networks', { p: { ...list, whole } });

export interface SignalDecision {
  id: string;
  version: number;
  state: string;
  reason: string;
}
/** Confirming opens a case for each of the two, which somebody else decides; nothing else follows by itself. */
export async function decidePair(client: SupabaseClient, { id, version, state, reason }: SignalDecision): Promise<Result<string>> {
  const done = await run<{ outcome: string; by?: string | null; state: string }>(client, 'decide_abuse_signal', {
    p_id: id,
    p_version: version,
    p_state: state,
    p_reason: reason,
  });
  if (!done.ok) return done;
  if (done.value.outcome === 'decided') return accept(DONE[state] ?? 'It is decided.');
  return refuse('stale', `${done.value.by ?? 'Somebody'} decided meanwhile: ${done.value.state}. Your reason is kept here.`);
}
const DONE: Record<string, string> = {
  cleared: 'The pair is cleared; it comes back only with as much again.',
  watch: 'The pair is watched.',
  confirmed: 'A case is open for both; somebody else decides what follows.',
};
