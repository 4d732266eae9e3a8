// Carries out one deed on many accounts or verdicts: the database counts again and refuses when the set has changed, then does it in chunks, each
// its own transaction. The same id asked again goes on where it stopped.
import { createHash } from 'node:crypto';
import type { SupabaseClient } from '@supabase/supabase-js';
import { driftText, MOST_AT_ONCE, resultText, type BulkDeed, type BulkScope } from '@/lib/accounts/bulk';
import { idsOf, readBulkDeed } from '@/lib/accounts/bulk-read';
import { callFunction, raisedCode } from '@/lib/db/call';
import { accept, refuse, type Result } from '@/lib/refusal';

/** Small enough that no account waits for its lock while a whole chunk is done. */
const CHUNK = 50;

interface BulkInput {
  /** Made by whoever asks, so that asking twice is asking once. */
  id: string;
  deed: BulkDeed;
  scope: BulkScope;
  /** What was seen when it was weighed. */
  matching: number;
  digest: string;
  reason: string;
}

export const tooMany = () =>
  refuse('too-many', `More than ${MOST_AT_ONCE.toLocaleString('en-US')} match. Narrow the list and do it in parts.`);

export async function carryOut(client: SupabaseClient, staffId: string, input: BulkInput): Promise<Result<string>> {
  const ids = await idsOf(staffId, input.scope, input.deed);
  if (ids === null) return tooMany();
  const { id, deed, reason, matching, digest } = input;
  return run(client, { id, deed, reason, matching, digest, ids, address: input.scope.address });
}

/** The counter-deed of a block: lifts what it blocked, where nobody has decided on the account since. */
export async function undoBlock(client: SupabaseClient, undoes: string): Promise<Result<string>> {
  const before = await readBulkDeed(client, undoes);
  if (!before) return refuse('not-found', WORDS['not-found'] ?? '');
  const { reason, address } = before.deed;
  return run(client, { id: undoingOf(undoes), deed: 'unblock', reason: `Undone: ${reason}`.slice(0, 500), address, undoes });
}

/** A deed is undone once, however often somebody presses. */
export function undoingOf(id: string): string {
  const digest = createHash('sha256').update(`undo:${id.toLowerCase()}`).digest('hex');
  return [digest.slice(0, 8), digest.slice(8, 12), `8${digest.slice(13, 16)}`, `8${digest.slice(17, 20)}`, digest.slice(20, 32)].join('-');
}

type Asked = Pick<BulkInput, 'id' | 'deed' | 'reason'> & { address: string } & (
    { ids: string[]; matching: number; digest: string } | { undoes: string }
  );

async function run(client: SupabaseClient, asked: Asked): Promise<Result<string>> {
  const { data, error } = await client.rpc('begin_bulk_deed', { p: asked });
  if (error) return refused(error.message);
  const begun = data as { outcome: 'begun' | 'known' | 'drift'; matching: number };
  if (begun.outcome === 'drift') return refuse('drift', driftText(asked.deed, 'matching' in asked ? asked.matching : 0, begun.matching));
  for (let left = 1; left > 0;) {
    ({ left } = await callFunction<{ left: number }>(client, 'carry_bulk_deed', { p_id: asked.id, p_limit: CHUNK }));
  }
  const after = await readBulkDeed(client, asked.id);
  return accept(resultText(asked.deed, after?.groups ?? []));
}

const WORDS: Record<string, string> = {
  'not-allowed': 'Your role may not do this.',
  'reason-missing': 'Say why: it is kept with each of them.',
  'nothing-chosen': 'There is nothing it could be done to.',
  'not-found': 'There is no such deed to undo.',
  'key-reused': 'This was asked for something else already. Open the dialog again.',
};

function refused(message: string): Result<never> {
  const raised = raisedCode(message);
  if (raised === 'too-many') return tooMany();
  const code = Object.keys(WORDS).find((one) => one === raised) ?? 'not-done';
  return refuse(code, WORDS[code] ?? 'It could not be begun. Nothing was done.');
}
