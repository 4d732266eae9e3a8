// A deed of staff on an account, and the second person's answer to one that waits. The database checks role, version and edge again and
// does all of it or nothing.
import type { SupabaseClient } from '@supabase/supabase-js';
import { accountChangeWords } from '@/lib/accounts/change-read';
import { NEEDS_KNOWN, staleWords, type DeedKey } from '@/lib/accounts/deed';
import { raisedCode } from '@/lib/db/call';
import { accept, refuse, type Result } from '@/lib/refusal';
import { blockerWords } from '@/lib/reviews/decision-words';

interface DeedInput {
  id: string;
  version: number;
  deed: DeedKey;
  /** The status that was looked at. */
  from: string;
  /** Where an unblocked or reinstated account goes back to. */
  to: string | null;
  reason: string;
}

const STATUS_OF: Partial<Record<DeedKey, string>> = { pass: 'passed', fail: 'failed', block: 'blocked', close: 'closed' };
const WORDS: Record<string, string> = {
  'not-allowed': 'Your role may not do this.',
  'not-found': 'This account does not exist.',
  stale: 'The account changed meanwhile.',
  'illegal-transition': 'The account is not where this deed begins any more.',
  'trader-banned': 'The trader is banned. Restore their access first, on their page.',
  'needs-another-person': 'You asked for this yourself, so another person decides it.',
  'already-requested': 'Somebody has asked for this already; it waits for another person.',
  'already-opened': 'The funded account is there already.',
  'already-decided': 'This was decided meanwhile.',
  'claimed-by-another': 'Somebody has claimed the review about this pass. Wait for their decision.',
};
const DONE: Record<DeedKey, string> = {
  pass: 'The phase is passed',
  fail: 'The account failed',
  block: 'The account is blocked',
  unblock: 'The account is unblocked',
  close: 'The account is closed',
  reinstate: 'Asked: another person decides',
  upgrade: 'Asked: another person decides',
  resync: 'The account is being told again',
};

/** What tells the loser of a race more than that it is lost. */
const LATE = ['stale', 'illegal-transition'];

export async function performDeed(client: SupabaseClient, input: DeedInput): Promise<Result<string>> {
  const { id, version, deed, to, reason } = input;
  const stale = NEEDS_KNOWN.includes(deed) ? await readStaleSince(client, id) : null;
  if (stale !== null) return refuse('data-stale', `${staleWords(stale)} Nothing was done; your reason is kept here.`);
  const seen = { p_id: id, p_version: version, p_reason: reason };
  const { error } =
    deed === 'upgrade'
      ? await client.rpc('request_live', seen)
      : deed === 'resync'
        ? await client.rpc('resync_account', seen)
        : await client.rpc('transition_account', { ...seen, p_status: STATUS_OF[deed] ?? to });
  if (!error) return accept(DONE[deed]);
  const answer = refused(error);
  if (!LATE.includes(answer.refusal.code)) return answer;
  const changed = await accountChangeWords(client, id, input.from, Date.now()).catch(() => null);
  return refuse(answer.refusal.code, `${changed ?? answer.refusal.message} Nothing was done; your reason is kept here.`);
}

async function readStaleSince(client: SupabaseClient, id: string): Promise<string | null> {
  const { data, error } = await client.from('accounts_list').select('feed_stale_since').eq('id', id).maybeSingle();
  if (error) throw new Error(`accounts_list: ${error.message}`);
  const since = data?.feed_stale_since as string | null | undefined;
  return since ? new Date(since).toISOString() : null;
}

/** Takes back one's own block while nobody has decided on the account since: a deed of its own, with its own event. */
export async function undoOwnBlock(client: SupabaseClient, id: string, actorId: string): Promise<Result<string>> {
  const [account, moved] = await Promise.all([
    client.from('accounts').select('status,blocked_from,version').eq('id', id).maybeSingle(),
    client
      .from('timeline')
      .select('kind,actor_id')
      .eq('stream', `account:${id}`)
      .not('data->>from_status', 'is', null)
      .order('id', { ascending: false })
      .limit(1)
      .maybeSingle(),
  ]);
  const isOwn = account.data?.status === 'blocked' && moved.data?.kind === 'account.blocked' && moved.data.actor_id === actorId;
  if (!isOwn) return refuse('moved-on', 'The account has moved on since; it is shown as it is now. Nothing was undone.');
  const { version, blocked_from: to } = account.data as { version: number; blocked_from: string };
  return performDeed(client, { id, version, from: 'blocked', deed: 'unblock', to, reason: 'Taken back right after it was done.' });
}

export async function decideTransition(
  client: SupabaseClient,
  id: string,
  state: 'approved' | 'rejected',
  reason: string,
): Promise<Result<string>> {
  const { error } = await client.rpc('decide_transition', { p_decision_id: id, p_state: state, p_reason: reason });
  return error ? refused(error) : accept(state === 'approved' ? 'Approved: the account was changed' : 'Turned down');
}

function refused(error: { message: string; details?: string | null }): { ok: false; refusal: { code: string; message: string } } {
  const code = /^[a-z][a-z-]+/.exec(raisedCode(error.message))?.[0] ?? 'not-done';
  if (code === 'blocked') return refuse(code, `This cannot be done: ${blockerWords(error.details ?? '')}.`);
  return refuse(code, WORDS[code] ?? 'It could not be done. Nothing was changed.');
}
