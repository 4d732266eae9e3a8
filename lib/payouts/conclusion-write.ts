// What two people do where no machine can end a payout, and where one must not go on: one of them says it with evidence or stops it, the
// other carries it out or lets it go on. The database checks who they are and what they saw.
import type { SupabaseClient } from '@supabase/supabase-js';
import { callFunction, DatabaseTrouble } from '@/lib/db/call';
import type { Conclusion } from '@/lib/payouts/conclusion';
import { accept, refuse, type Result } from '@/lib/refusal';

const WORDS: Record<string, string> = {
  'not-allowed': 'Your role does not do this.',
  'not-found': 'There is no such payout.',
  'needs-another-person': 'You did the first half of it, or asked for this payout yourself: it needs another person.',
  'reason-missing': 'Say why.',
  'not-to-conclude': 'A payout in this state is not concluded by people.',
  'already-proposed': 'Somebody has said meanwhile what became of it. What they wrote is shown.',
  'already-stopped': 'Somebody has stopped it meanwhile.',
  'already-decided': 'It has been decided meanwhile. What stands now is shown.',
  stale: 'This payout has changed since you opened it. What stands now is shown; look at it again.',
};
const DONE: Record<string, string> = {
  proposed: 'Written down. Another person looks at the evidence and carries it out.',
  concluded: 'Carried out, with both names.',
  refused: 'Dropped. The payout stands as it did.',
  stopped: 'Stopped. Another person lets it go on.',
  lifted: 'It is worked out again now, and asks for names where it is still owed in full.',
};

async function deed(client: SupabaseClient, name: string, args: Record<string, unknown>): Promise<Result<string>> {
  try {
    const { outcome } = await callFunction<{ outcome: string }>(client, name, args);
    return DONE[outcome] === undefined ? refuse(outcome, WORDS[outcome] ?? outcome, { status: 409 }) : accept(DONE[outcome]);
  } catch (error) {
    const code = error instanceof DatabaseTrouble ? Object.keys(WORDS).find((name) => error.message.endsWith(name)) : undefined;
    if (code === undefined) throw error;
    return refuse(code, WORDS[code] ?? code, code === 'needs-another-person' || code === 'not-allowed' ? { status: 403 } : {});
  }
}

export interface Proposal {
  id: string;
  /** What the person saw. */
  state: string;
  outcome: Conclusion;
  evidence: string;
}

export const proposeConclusion = (client: SupabaseClient, { id, state, outcome, evidence }: Proposal): Promise<Result<string>> =>
  deed(client, 'propose_conclusion', { p_id: id, p_state: state, p_outcome: outcome, p_evidence: evidence });

export const concludePayout = (
  client: SupabaseClient,
  id: string,
  decision: 'concluded' | 'refused',
  reason: string,
): Promise<Result<string>> => deed(client, 'conclude_payout', { p_conclusion: id, p_decision: decision, p_reason: reason });

export const holdPayout = (client: SupabaseClient, id: string, version: number, reason: string): Promise<Result<string>> =>
  deed(client, 'hold_payout', { p_id: id, p_version: version, p_reason: reason });

export const releaseHold = (client: SupabaseClient, id: string, reason: string): Promise<Result<string>> =>
  deed(client, 'release_hold', { p_id: id, p_reason: reason });
