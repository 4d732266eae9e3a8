// The dry run of a deed on many accounts or verdicts: counted anew for every question, nothing is changed. The answer carries the key under which the
// deed may then be asked for, once.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { BULK_DEEDS } from '@/lib/accounts/bulk';
import { idsOf, weigh } from '@/lib/accounts/bulk-read';
import { tooMany } from '@/lib/accounts/bulk-write';
import { createClient } from '@/lib/db/server';
import { refuse, type Refusal } from '@/lib/refusal';
import { requireStaff } from '@/lib/staff/gate';
import { readBounded } from '@/lib/trades/bounded-body';

const MAX_BYTES = 256 * 1024;
const MAX_MILLIS = 10_000;
const question = z.strictObject({ deed: z.enum(BULK_DEEDS), ids: z.array(z.uuid()).nullable(), address: z.string().max(4000) });

const refused = ({ code, message }: Refusal, status: number) =>
  Response.json({ error: { code, message } }, { status, headers: { 'cache-control': 'private, no-store' } });

export async function POST(request: Request): Promise<Response> {
  const actor = await requireStaff(['risk', 'admin']);
  const body = await readBounded(request.body, MAX_BYTES, MAX_MILLIS);
  const asked = body.ok ? read(body.bytes) : null;
  if (!asked) return refused(refuse('invalid', 'The question could not be read.').refusal, 422);
  const ids = await idsOf(actor.id, asked, asked.deed);
  if (ids === null) return refused(tooMany().refusal, 422);
  const weighed = await weigh(await createClient(), asked.deed, ids);
  return Response.json({ ...weighed, key: randomUUID() }, { headers: { 'cache-control': 'private, no-store' } });
}

function read(bytes: Uint8Array): z.output<typeof question> | null {
  try {
    return question.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return null;
  }
}
