// Several payouts approved by one person: first worked out what may be signed and what not, then each signed by its own digest in its own
// transaction. Nothing is signed that was not shown, and what no longer fits is told by name.
import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { callFunction } from '@/lib/db/call';
import { checkWords } from '@/lib/payouts/check';
import { approvePayout, type Signing } from '@/lib/payouts/office-write';
import { judgePayout } from '@/lib/payouts/read';
import { sumsByCurrency, type CurrencySum } from '@/lib/payouts/sums';

/** At once: more than a person looks through. */
export const MOST_AT_ONCE = 50;

const row = z.object({
  id: z.string(),
  version: z.number(),
  digest: z.string(),
  state: z.string(),
  requested_cents: z.number(),
  currency: z.string(),
  trader_name: z.string().nullable(),
  login: z.string(),
  approvals_required: z.number(),
  valid_approvals: z.number(),
  may_not: z.string().nullable(),
});
export type ToSign = z.output<typeof row>;

export interface DryRun {
  /** What this person's name lets go. */
  released: ToSign[];
  /** What this person may sign, and somebody else has to as well. */
  signed: ToSign[];
  refused: { payout: ToSign; why: string }[];
  sums: CurrencySum[];
}

const WHY_NOT: Record<string, string> = {
  'not-open': 'It does not wait for approval any more.',
  'asked-yourself': 'You asked for it yourself: it needs another person.',
  'edited-the-destination': 'You changed its destination within the last week: it needs another person.',
  'signed-already': 'You have signed it: it needs another person.',
};

export async function dryRun(client: SupabaseClient, ids: readonly string[], now: Date): Promise<DryRun> {
  const rows = z.array(row).parse(await callFunction(client, 'payouts_to_sign', { p_ids: ids.slice(0, MOST_AT_ONCE) }));
  const run: DryRun = { released: [], signed: [], refused: [], sums: [] };
  for (const payout of rows) {
    const why = payout.may_not === null ? await openCheck(payout.id, now) : (WHY_NOT[payout.may_not] ?? payout.may_not);
    if (why !== null) run.refused.push({ payout, why });
    else if (payout.valid_approvals + 1 < payout.approvals_required) run.signed.push(payout);
    else run.released.push(payout);
  }
  run.sums = sumsByCurrency([...run.released, ...run.signed]);
  return run;
}

/** Null where every check is kept now. */
async function openCheck(id: string, now: Date): Promise<string | null> {
  const judged = await judgePayout({ payout_id: id, now: now.toISOString() });
  if (judged === null) return 'It could not be worked out what is owed.';
  const open = judged.entitlement.checks.find(({ state }) => state !== 'passed');
  return open === undefined ? null : `“${checkWords(open.check)}” is ${open.state === 'failed' ? 'not kept' : 'not known'}.`;
}

interface BulkOutcome {
  approved: number;
  signed: number;
  refused: { id: string; code: string; message: string }[];
}

/** One after the other: a refusal of one leaves the others as they are. */
export async function approveSeveral(client: SupabaseClient, signings: readonly Signing[], now: Date): Promise<BulkOutcome> {
  const outcome: BulkOutcome = { approved: 0, signed: 0, refused: [] };
  for (const signing of signings.slice(0, MOST_AT_ONCE)) {
    const done = await approvePayout(client, signing, now);
    if (!done.ok) outcome.refused.push({ id: signing.id, code: done.refusal.code, message: done.refusal.message });
    else if (done.value.outcome === 'signed') outcome.signed += 1;
    else outcome.approved += 1;
  }
  return outcome;
}
