// Claiming, letting go and deciding, one or many. The database checks role, requester, version and what stands in the way; here its answers
// become words.
import type { SupabaseClient } from '@supabase/supabase-js';
import { weighScaling } from '@/lib/payouts/scaling-settle';
import { blockerWords, changeWords, type Change } from '@/lib/reviews/decision-words';
import { SCALING, type Decision, type ReviewKind } from '@/lib/reviews/kinds';
import { accept, refuse, type Result } from '@/lib/refusal';

interface Answered {
  outcome: 'claimed' | 'released' | 'decided' | 'stale';
  version: number;
  state?: string;
  changes?: Change[];
  effect?: Record<string, unknown>;
}

const WORDS: Record<string, string> = {
  'not-allowed': 'Your role does not decide this kind of review.',
  'not-found': 'This review does not exist.',
  'needs-another-person': 'You asked for this yourself, so another person decides it.',
  'choice-missing': 'Say what becomes of the account: it trades on, or it fails.',
  'reason-missing': 'Say why in a few words; it is kept with the decision.',
  'one-by-one': 'Reviews of this kind are decided one by one.',
  'not-weighed': 'The account moved while you decided. Nothing was done; decide once more.',
  'too-many': 'More than 500 at once are not decided; narrow the list.',
};

/** An error of the database as a refusal people can read. */
export function refusalOf(error: { message: string; details?: string | null }): { ok: false; refusal: { code: string; message: string } } {
  const code = /^[a-z][a-z-]+/.exec(error.message)?.[0] ?? 'not-done';
  if (code === 'blocked') return refuse(code, `This cannot be approved: ${blockerWords(error.details ?? '')}.`);
  return refuse(code, WORDS[code] ?? 'It could not be done. Nothing was changed.');
}

export async function claimReview(client: SupabaseClient, id: string): Promise<Result<string>> {
  return settle(await client.rpc('claim_review', { p_id: id }), () => 'It is yours for fifteen minutes');
}

export async function releaseReview(client: SupabaseClient, id: string): Promise<Result<string>> {
  return settle(await client.rpc('release_review', { p_id: id }), () => 'Somebody else may take it');
}

interface ReviewDecision {
  id: string;
  version: number;
  decision: Decision;
  choice: string | null;
  reason: string;
}

export async function decideReview(client: SupabaseClient, input: ReviewDecision, now: Date = new Date()): Promise<Result<string>> {
  const { id, version, decision, choice, reason } = input;
  if (decision === 'approved') await weighAgain(client, id, now);
  const answer = await client.rpc('decide_review', {
    p_id: id,
    p_version: version,
    p_decision: decision,
    p_reason: reason,
    p_choice: choice,
  });
  return settle(answer, ({ effect }) => doneWords(decision, effect ?? {}));
}

/** Whether an account may grow is looked at once more right before it does; the database takes nothing older. */
async function weighAgain(client: SupabaseClient, id: string, now: Date): Promise<void> {
  const { data } = await client.from('reviews').select('account_id').eq('id', id).eq('rule', SCALING).maybeSingle();
  if (data?.account_id) await weighScaling(String(data.account_id), now);
}

function settle(
  answer: { data: unknown; error: { message: string; details?: string | null } | null },
  done: (told: Answered) => string,
): Result<string> {
  if (answer.error) return refusalOf(answer.error);
  const told = answer.data as Answered;
  if (told.outcome === 'stale')
    return refuse('stale', `${changeWords(told.state ?? '', told.changes ?? [])} Nothing was done; your reason is kept here.`);
  return accept(done(told));
}

function doneWords(decision: Decision, effect: Record<string, unknown>): string {
  if (effect.next === 'account') return 'Approved: the next account is being opened';
  if (effect.next === 'live-review') return 'Approved: another person is asked to grant the funded account';
  if (effect.account === 'failed') return 'Rejected: the account failed';
  if (effect.account === 'active') return 'Rejected: the account trades on';
  if (effect.verdict === 'contested') return 'Contested: another person decides it';
  return decision === 'approved' ? 'Approved' : 'Rejected';
}

interface ManyDecision {
  kind: ReviewKind;
  /** Null: all open ones of the kind. */
  ids: string[] | null;
  expected: number;
  decision: Decision;
  choice: string | null;
  reason: string;
  dry_run: boolean;
}
interface ManyAnswered {
  outcome: 'drift' | 'rehearsed' | 'decided';
  matching: number;
  done: number;
  left_out: { id: string; code: string; detail?: string | null }[];
}

export async function decideReviews(client: SupabaseClient, input: ManyDecision): Promise<Result<string>> {
  const { data, error } = await client.rpc('decide_reviews', { p: input });
  if (error) return refusalOf(error);
  const told = data as ManyAnswered;
  if (told.outcome === 'drift')
    return refuse('drift', `There are ${told.matching} now, not ${input.expected}. Nothing was done; look at the list again.`);
  const left = told.left_out.map(({ code, detail }) => (code === 'blocked' ? blockerWords(detail ?? '') : (WORDS[code] ?? code)));
  const because = left.length > 0 ? ` ${left.length} cannot: ${[...new Set(left)].join('; ')}.` : '';
  const verb = told.outcome === 'rehearsed' ? 'can be decided so' : 'decided';
  return accept(`${told.done} of ${told.matching} ${verb}.${because}`);
}
