// Keeps what a stored message says of where accounts were reached from. Told twice it is kept once; told of an account nobody knows yet it
// waits with its message.
import { callFunction, isRefusedData } from '@/lib/db/call';
import { serviceClient } from '@/lib/db/clients';
import { deviceDigest } from '@/lib/trades/access-draft';
import type { EventResult } from '@/lib/trades/answer';
import type { AccountRef } from '@/lib/trades/event';
import { microsOf } from '@/lib/trades/instant-text';
import type { PlacedAccess } from '@/lib/trades/message-parts';

interface AccessMessage {
  inbox_id: string;
  received_at: string;
  parts: { accesses: PlacedAccess[] };
}
interface Kept {
  index: number;
  outcome: 'recorded' | 'duplicate' | 'conflict' | 'unknown-account' | 'not-recordable';
}

/** Clocks of brokers run a little ahead of ours. */
const SKEW_MICROS = 300_000_000n;

/** Writes each answer into `results`; answers the accounts that are waited for, as often as they are named. */
export async function settleAccesses(message: AccessMessage, results: Map<number, EventResult>): Promise<AccountRef[]> {
  const { accesses } = message.parts;
  if (accesses.length === 0) return [];
  const latest = (microsOf(message.received_at) ?? 0n) + SKEW_MICROS;
  const believed = accesses.filter(({ index, access: { external_id, occurred_at } }) => {
    if ((microsOf(occurred_at) ?? 0n) <= latest) return true;
    results.set(index, { external_id, outcome: 'quarantined', code: 'clock', path: 'occurred_at' });
    return false;
  });
  if (believed.length === 0) return [];
  const kept = await record(message, believed);
  const told = new Map(believed.map(({ index, access }) => [index, access]));
  for (const one of kept) results.set(one.index, resultOf(told.get(one.index)?.external_id ?? null, one.outcome));
  return kept.flatMap(({ index, outcome }) => (outcome === 'unknown-account' ? (told.get(index)?.account ?? []) : []));
}

/** All in one call; where one of them is refused each goes by itself, so that it takes no other with it. */
async function record(message: AccessMessage, accesses: PlacedAccess[]): Promise<Kept[]> {
  const { inbox_id, received_at } = message;
  try {
    return await callFunction<Kept[]>(serviceClient(), 'record_access', { p: { inbox_id, received_at, events: accesses.map(rowOf) } });
  } catch (error) {
    if (!isRefusedData(error)) throw error;
    if (accesses.length > 1) return (await Promise.all(accesses.map((one) => record(message, [one])))).flat();
    return accesses.map(({ index }) => ({ index, outcome: 'not-recordable' }));
  }
}

function rowOf({ index, access }: PlacedAccess) {
  const { account, external_id, kind, address, device, client, occurred_at } = access;
  const device_hash = device === undefined ? null : deviceDigest(account.platform, device);
  return { index, ...account, external_id, kind, address, device_hash, client: client ?? null, occurred_at };
}

function resultOf(external_id: string | null, outcome: Kept['outcome']): EventResult {
  if (outcome === 'recorded') return { external_id, outcome: 'noted' };
  if (outcome === 'duplicate') return { external_id, outcome: 'duplicate', first: null };
  if (outcome === 'unknown-account') return { external_id, outcome: 'parked', code: 'unknown-account' };
  if (outcome === 'not-recordable') return { external_id, outcome: 'quarantined', code: outcome };
  return { external_id, outcome: 'quarantined', code: 'content-conflict', path: 'external_id' };
}
