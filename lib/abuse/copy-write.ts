// A person's word on pairs that trade as one. The database checks role and version again; a confirmed pair makes cases and nothing else.
import type { SupabaseClient } from '@supabase/supabase-js';
import { callFunction, DatabaseTrouble } from '@/lib/db/call';
import { accept, refuse, type Result } from '@/lib/refusal';

export type SignalDecision = 'cleared' | 'watch' | 'confirmed';
export interface Decided {
  id: string;
  version: number;
  state: SignalDecision;
  reason: string;
}
interface Answer {
  outcome: 'decided' | 'stale';
  state: string;
  by: string | null;
  reason: string | null;
  cases: string[];
}

const WORDS: Record<string, string> = {
  'not-allowed': 'Your role may not decide this.',
  'already-decided': 'This was decided meanwhile. What stands now is shown above; your reason is kept here.',
  'needs-another-person': 'You withheld these payouts, so another person lets them go.',
  'not-found': 'This does not exist any more.',
};
const STATES: Record<string, string> = { open: 'not decided', cleared: 'cleared', watch: 'watched', confirmed: 'a case' };

function refused(trouble: unknown): { ok: false; refusal: { code: string; message: string } } {
  if (!(trouble instanceof DatabaseTrouble)) throw trouble;
  const code = Object.keys(WORDS).find((one) => trouble.message.includes(one));
  return refuse(code ?? 'not-decided', (code && WORDS[code]) ?? 'It could not be decided. Nothing was changed.');
}

export async function decideSignal(client: SupabaseClient, { id, version, state, reason }: Decided): Promise<Result<string>> {
  try {
    const answer = await callFunction<Answer>(client, 'decide_abuse_signal', {
      p_id: id,
      p_version: version,
      p_state: state,
      p_reason: reason,
    });
    if (answer.outcome === 'stale') {
      const by = answer.by ? ` by ${answer.by}` : '';
      return refuse('stale', `It changed meanwhile: ${STATES[answer.state] ?? answer.state}${by}. Your reason is kept here.`);
    }
    if (state === 'confirmed') return accept(`Confirmed. ${answer.cases.length} cases wait in the reviews for another person.`);
    return accept(state === 'cleared' ? 'Cleared.' : 'Watched from here on.');
  } catch (trouble) {
    return refused(trouble);
  }
}

/** Pair by pair: one that was decided meanwhile does not hold up the rest, and is told. */
export async function decideSignals(
  client: SupabaseClient,
  pairs: { id: string; version: number }[],
  state: SignalDecision,
  reason: string,
): Promise<Result<string>> {
  let done = 0;
  const left: string[] = [];
  for (const one of pairs) {
    const outcome = await decideSignal(client, { ...one, state, reason });
    if (outcome.ok) done += 1;
    else left.push(outcome.refusal.message);
  }
  if (done === 0) return refuse('not-decided', left[0] ?? 'There was nothing to decide.');
  return accept(`${done} of ${pairs.length} pairs decided.${left[0] ? ` Left out: ${left[0]}` : ''}`);
}

export async function liftBar(client: SupabaseClient, account: string, reason: string): Promise<Result<string>> {
  try {
    await callFunction<boolean>(client, 'lift_payout_bar', { p_account_id: account, p_reason: reason });
    return accept('Payouts of this account are no longer withheld.');
  } catch (trouble) {
    return refused(trouble);
  }
}
