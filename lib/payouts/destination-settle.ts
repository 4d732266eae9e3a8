// Seals a destination into its row. Only whoever sends money opens one again; people see its mask.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { serviceClient } from '@/lib/db/clients';
import { seal } from '@/lib/db/vault';
import { readDestination, type DestinationForm } from '@/lib/payouts/pay-methods';
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
