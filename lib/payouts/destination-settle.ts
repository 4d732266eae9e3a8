// Seals a destination into its row, and confirms a changed one by its link. Only whoever sends money opens one again; people see its mask.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { serviceClient } from '@/lib/db/clients';
import { seal } from '@/lib/db/vault';
import { secretKey } from '@/lib/env';
import { callFunction } from '@/lib/db/call';
import { readDestinationToken } from '@/lib/payouts/destination-link';
import { methodName, readDestination, type DestinationForm } from '@/lib/payouts/pay-methods';
import { destinationSeal } from '@/lib/payouts/send';
import { accept, refuse, type Result } from '@/lib/refusal';
import type { TraderActor } from '@/lib/staff/actor';

const saved = z.object({ beneficiary_id: z.string(), version: z.number() });

/** A new destination, or a change of one of the trader's own: either way nothing is paid to it until it has cooled off. */
export async function saveDestination(
  trader: TraderActor,
  form: DestinationForm,
  offered: readonly string[],
  now: Date,
): Promise<Result<{ beneficiary_id: string; masked: string; isNew: boolean }>> {
  const read = readDestination(form, offered);
  if (!read.ok) return read;
  const { provider, name, masked, parts } = read.value;
  const id = form.id ?? randomUUID();
  const p = {
    ...(form.id === null ? { new_id: id } : { id }),
    ...{ trader_id: trader.id, provider, name, masked, destination: seal(JSON.stringify(parts), destinationSeal(id)) },
    ...{ edited_by: trader.userId, edited_by_kind: 'trader', now: now.toISOString() },
  };
  const { data, error } = await serviceClient().rpc('save_beneficiary', { p });
  if (error?.message.endsWith('not-found'))
    return refuse('not-found', 'There is no such destination, or it is paid another way.', { status: 404 });
  if (error?.message.endsWith('too-many')) return refuse('too-many', 'You have twenty destinations. Change one of them instead.');
  if (error) throw new Error(`save_beneficiary: ${error.message}`);
  return accept({ beneficiary_id: saved.parse(data).beneficiary_id, masked, isNew: form.id === null });
}

const confirmed = z.object({
  outcome: z.enum(['confirmed', 'known', 'changed']),
  masked: z.string().nullish(),
  provider: z.string().nullish(),
});

/** By whoever holds the mailbox. The same words for every link that is not ours, so that none can be tried out. */
export async function confirmDestination(token: string, now: Date): Promise<Result<string>> {
  const named = readDestinationToken(secretKey(), token);
  if (named === null) return refuse('link-invalid', 'This link confirms nothing. Open it as it stands in your mail.');
  const p = { p_id: named.id, p_version: named.version, p_now: now.toISOString() };
  const told = confirmed.parse(await callFunction(serviceClient(), 'confirm_destination', p));
  if (told.outcome === 'changed')
    return refuse('link-outdated', 'The destination was changed again since. Open the link of the newest letter.');
  return accept(`${methodName(told.provider ?? '')} ${told.masked ?? ''} is confirmed. It is paid to once its waiting time has passed.`);
}
