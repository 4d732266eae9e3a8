// What people decide about a difference: why the two sides are not the same, or what is to be booked, which takes a second name.
import type { SupabaseClient } from '@supabase/supabase-js';
import { callFunction, DatabaseTrouble } from '@/lib/db/call';
import { accept, refuse, type Result } from '@/lib/refusal';

const WORDS: Record<string, string> = {
  'not-allowed': 'Finance and admin decide differences.',
  'not-found': 'There is no such difference.',
  'already-decided': 'It has been decided meanwhile. What stands now is shown.',
  stale: 'It has changed since you opened it. Look at it again.',
  'reason-missing': 'Say why in a few words.',
  'needs-another-person': 'You proposed it yourself: another person books it.',
  'adjustment-waits': 'A booking of it is proposed: book or refuse that first.',
  'more-than-differs': 'The two sides do not differ by that much. Nothing is booked beyond the difference.',
  one_proposal_at_a_time: 'A booking of it is proposed already.',
};

async function deed(client: SupabaseClient, name: string, args: Record<string, unknown>, done: string): Promise<Result<string>> {
  try {
    await callFunction(client, name, args);
    return accept(done);
  } catch (error) {
    if (!(error instanceof DatabaseTrouble)) throw error;
    const code = Object.keys(WORDS).find((word) => new RegExp(`(^|[\\s:"])${word}("|$)`).test(error.message));
    if (code === undefined) throw error;
    return refuse(code === 'one_proposal_at_a_time' ? 'adjustment-waits' : code, WORDS[code] ?? code);
  }
}

interface DifferenceDecision {
  id: string;
  version: number;
  decision: 'theirs-to-mend' | 'matter-of-time' | 'explained';
  note: string;
}
export const decideDifference = (client: SupabaseClient, { id, version, decision, note }: DifferenceDecision): Promise<Result<string>> =>
  deed(client, 'decide_difference', { p_id: id, p_version: version, p_decision: decision, p_note: note }, 'Decided. Nothing was booked.');

interface AdjustmentProposal {
  difference_id: string;
  version: number;
  ledger_account: 'receivable' | 'provider-fees' | 'written-off';
  amount_cents: number;
  currency: string;
  reason: string;
}
export const proposeAdjustment = (client: SupabaseClient, p: AdjustmentProposal): Promise<Result<string>> =>
  deed(client, 'propose_adjustment', { p }, 'Proposed. Another person books it.');

export const decideAdjustment = (
  client: SupabaseClient,
  id: string,
  decision: 'booked' | 'refused',
  reason: string,
): Promise<Result<string>> =>
  deed(
    client,
    'decide_adjustment',
    { p_id: id, p_decision: decision, p_reason: reason },
    decision === 'booked' ? 'Booked, as a transaction of its own.' : 'Refused. The difference is open again.',
  );
