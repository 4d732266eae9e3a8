// What people do with a file they carry: take it away, and say of each payout in it what the bank or Rise did.
import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { callFunction, DatabaseTrouble } from '@/lib/db/call';
import { accept, refuse, type Result } from '@/lib/refusal';

const taken = z.object({ file_name: z.string(), bytes: z.string(), sha256: z.string() });
type TakenFile = z.output<typeof taken>;

export async function takePayoutFile(client: SupabaseClient, id: string): Promise<Result<TakenFile>> {
  try {
    return accept(taken.parse(await callFunction(client, 'take_payout_file', { p_id: id })));
  } catch (error) {
    if (error instanceof DatabaseTrouble) return refusalOf(error);
    throw error;
  }
}

interface Marking {
  id: string;
  version: number;
  outcome: 'paid' | 'failed' | 'returned';
  reference: string;
}

/** What stands now, in words, or why it may not be said. */
export async function markPayout(client: SupabaseClient, { id, version, outcome, reference }: Marking): Promise<Result<string>> {
  try {
    const told = await callFunction<{ outcome: string; state: string }>(client, 'mark_payout', {
      p_id: id,
      p_version: version,
      p_outcome: outcome,
      p_reference: reference,
    });
    if (told.outcome === 'stale' || told.outcome === 'already-decided')
      return refuse(told.outcome, 'Somebody has marked it meanwhile. What stands now is shown.', { status: 409 });
    return accept(DONE[outcome]);
  } catch (error) {
    if (error instanceof DatabaseTrouble) return refusalOf(error);
    throw error;
  }
}

const DONE: Record<Marking['outcome'], string> = {
  paid: 'Marked as paid. The trader is told.',
  failed: 'Marked as not sent. The sum is the trader’s again.',
  returned: 'Marked as come back. The sum is the trader’s again, and a review is open.',
};
const WORDS: Record<string, string> = {
  'not-allowed': 'Finance and admin carry payouts.',
  'not-found': 'There is no such file or payout.',
  'needs-another-person': 'You made the file or asked for the payout: another person says what came of it.',
  'reason-missing': 'Write the bank’s or Rise’s reference, or why it did not arrive.',
};

function refusalOf(error: DatabaseTrouble): Result<never> {
  const code = Object.keys(WORDS).find((name) => error.message.endsWith(name));
  if (code === undefined) throw error;
  return refuse(code, WORDS[code] ?? code, code === 'reason-missing' ? { path: 'reference' } : {});
}
