// What staff do about a payout. The database checks who they are, what they saw and whether they may, and files the event.
import type { SupabaseClient } from '@supabase/supabase-js';
import { payoutChangeWords } from '@/lib/accounts/change-read';
import { checkWords } from '@/lib/payouts/check';
import { judgePayout } from '@/lib/payouts/read';
import { accept, refuse, type Result } from '@/lib/refusal';

const WORDS: Record<string, string> = {
  'not-allowed': 'Finance and admin approve and reject payouts.',
  'not-found': 'There is no such payout.',
  'needs-another-person': 'You asked for this payout yourself: it needs another person.',
  'edited-the-destination': 'You changed its destination within the last week: it needs another person.',
  'reason-missing': 'Say why; the trader reads it.',
  stale: 'This payout has changed since you opened it. What stands now is shown; look at it again before you sign.',
  'already-decided': 'It has been decided meanwhile. What stands now is shown.',
  'digest-required': 'Name the digest of what you saw.',
};
const STATUS: Record<string, number> = { 'needs-another-person': 403, 'edited-the-destination': 403 };

export interface Decided {
  outcome: 'approved' | 'signed' | 'rejected';
}

/** Answers that come too late: they say who was faster. */
const LATE = ['stale', 'already-decided'];

async function decide(
  client: SupabaseClient,
  name: string,
  args: { p_id: string; p_version: number; [more: string]: unknown },
): Promise<Result<Decided>> {
  const { data, error } = await client.rpc(name, args);
  const told = data as { outcome: string; version?: number; state?: string } | null;
  const outcome = error === null ? (told?.outcome ?? '') : (/[a-z]+(?:-[a-z]+)*$/.exec(error.message)?.[0] ?? '');
  if (outcome === 'approved' || outcome === 'signed' || outcome === 'rejected') return accept({ outcome });
  const words = WORDS[outcome];
  if (words === undefined) return refuse('not-done', 'The database refused it. Nothing was changed.', { status: 503 });
  const facts = {
    ...(told?.version === undefined ? {} : { version: String(told.version) }),
    ...(told?.state ? { state: told.state } : {}),
  };
  const changed = LATE.includes(outcome) ? await payoutChangeWords(client, args.p_id, args.p_version, Date.now()).catch(() => null) : null;
  return refuse(outcome, changed === null ? words : `${changed} ${words}`, {
    facts,
    ...(STATUS[outcome] ? { status: STATUS[outcome] } : {}),
  });
}

export interface Signing {
  id: string;
  version: number;
  digest: string;
}

/** Nobody signs what could not be sent: every check is done again first, and once more before the money leaves. */
export async function approvePayout(client: SupabaseClient, { id, version, digest }: Signing, now: Date): Promise<Result<Decided>> {
  const judged = await judgePayout({ payout_id: id, now: now.toISOString() });
  const open = judged?.basis.payout?.state === 'requested' ? judged.entitlement.checks.find(({ state }) => state !== 'passed') : undefined;
  if (open !== undefined) {
    const facts = { check: open.check, measured: open.measured ?? 'not known', required: open.required ?? 'not known' };
    return refuse(
      'check-not-kept',
      `It may not leave: “${checkWords(open.check)}” is ${open.state === 'failed' ? 'not kept' : 'not known'}.`,
      { facts },
    );
  }
  return decide(client, 'approve_payout', { p_id: id, p_version: version, p_digest: digest });
}

export const rejectPayout = (client: SupabaseClient, id: string, version: number, reason: string): Promise<Result<Decided>> =>
  decide(client, 'reject_payout', { p_id: id, p_version: version, p_reason: reason });
