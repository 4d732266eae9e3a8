// What the queue and one review show, read through the reader's own session: each role sees the kinds it decides or audits.
import type { SupabaseClient } from '@supabase/supabase-js';
import type { RuleState } from '@/lib/rules/types';
import { scopeOf, type QueueAddress } from '@/lib/reviews/address';
import type { Grounds } from '@/lib/reviews/checklist';
import { kindsFor, REVIEW_KINDS, type ReviewKind } from '@/lib/reviews/kinds';
import type { StaffRole } from '@/lib/staff/roles';
import { UUID } from '@/lib/uuid';

export interface ReviewRow {
  id: string;
  kind: ReviewKind;
  account_id: string | null;
  trader_id: string | null;
  subject_id: string | null;
  rule: string;
  state: 'open' | 'claimed' | 'approved' | 'rejected' | 'cancelled';
  reason: string | null;
  evidence: unknown;
  version: number;
  due_at: string | null;
  created_at: string;
  claimed_by: string | null;
  claimed_by_name: string | null;
  claimed_until: string | null;
  requested_by: string | null;
  requested_by_name: string | null;
  decided_by_name: string | null;
  decided_at: string | null;
  decision_reason: string | null;
  choice: string | null;
  is_open: boolean;
  is_overdue: boolean;
  login: string | null;
  account_status: string | null;
  currency: string | null;
  trader_name: string | null;
  challenge_title: string | null;
  phase_name: string | null;
}
export interface Queue {
  rows: ReviewRow[];
  /** Open ones by kind, whatever the kind asked for; of those overdue where only they were, and of the reader's own where only those were. */
  counts: Record<ReviewKind, number>;
  /** How many of all the kinds shown are overdue. */
  overdue: number;
  matching: number;
  /** How many of any kind the reader may decide, how many they see, and of the kind asked for all there are. */
  mine: number;
  seen: number;
  ofKind: number;
  readAt: string;
}

/** The first so many are shown; the rest follow as these are decided. */
export const SHOWN = 100;

/** Who asks. A claim of somebody else runs out, so it keeps nothing from being theirs to decide. */
type Decider = { id: string; role: StaffRole };

const asked = (client: SupabaseClient, narrowed: Narrowed, actor: Decider, counted: { count?: 'exact' } = {}) => {
  const { kind, due } = narrowed;
  const all = client.from('reviews_list').select('*', counted).eq('is_open', true);
  const own = kindsFor(actor.role);
  const isMine = scopeOf({ review: null, ...narrowed }, own.length > 0) === 'mine';
  const open = isMine ? all.in('kind', own).or(`requested_by.is.null,requested_by.neq.${actor.id}`) : all;
  const late = due === 'overdue' ? open.eq('is_overdue', true) : open;
  const ofKind = kind === null ? late : late.eq('kind', kind);
  return ofKind.order('due_at', { ascending: true, nullsFirst: false }).order('id');
};
type Narrowed = Pick<QueueAddress, 'kind' | 'due' | 'scope'>;

/** Open reviews by due time, those without one last. */
export async function readQueue(client: SupabaseClient, narrowed: Narrowed, actor: Decider): Promise<Queue> {
  const [{ data, count, error }, { all, mine }] = await Promise.all([
    asked(client, narrowed, actor, { count: 'exact' }).limit(SHOWN),
    countKinds(client, actor.role),
  ]);
  if (error) throw new Error(`reviews_list: ${error.message}`);
  const shown = scopeOf({ review: null, ...narrowed }, kindsFor(actor.role).length > 0) === 'mine' ? mine : all;
  return {
    rows: data as ReviewRow[],
    counts: narrowed.due === 'overdue' ? shown.overdue : shown.waiting,
    overdue: sumOf(shown.overdue),
    matching: count ?? 0,
    mine: sumOf(mine.waiting),
    seen: sumOf(all.waiting),
    ofKind: narrowed.kind ? all.waiting[narrowed.kind] : 0,
    readAt: new Date().toISOString(),
  };
}

const SHEET_PAGE = 500;

/** One page of what waits, by due time: the queue without its limit. Uncounted, because a counted page beyond the last is refused, not empty. */
export async function readOpenReviews(
  client: SupabaseClient,
  narrowed: Narrowed,
  actor: Decider,
  page: number,
): Promise<Record<string, unknown>[]> {
  const { data, error } = await asked(client, narrowed, actor).range((page - 1) * SHEET_PAGE, page * SHEET_PAGE - 1);
  if (error) throw new Error(`reviews_list: ${error.message}`);
  return data ?? [];
}

type Counts = Record<ReviewKind, number>;

const sumOf = (counts: Counts): number => REVIEW_KINDS.reduce((sum, kind) => sum + counts[kind], 0);

async function countKinds(client: SupabaseClient, role: StaffRole) {
  const { data, error } = await client.from('review_counts').select('kind,waiting,overdue,waiting_not_own,overdue_not_own');
  if (error) throw new Error(`review_counts: ${error.message}`);
  const none = REVIEW_KINDS.map((kind) => [kind, 0] as const);
  const counted = (of: 'waiting' | 'overdue' | 'waiting_not_own' | 'overdue_not_own', kinds: readonly ReviewKind[] = REVIEW_KINDS) =>
    Object.fromEntries([...none, ...data.filter((row) => kinds.includes(row.kind)).map((row) => [row.kind, row[of]] as const)]) as Counts;
  const own = kindsFor(role);
  return {
    all: { waiting: counted('waiting'), overdue: counted('overdue') },
    mine: { waiting: counted('waiting_not_own', own), overdue: counted('overdue_not_own', own) },
  };
}

/** Null where there is none for this reader. */
export async function readReview(client: SupabaseClient, id: string): Promise<ReviewRow | null> {
  if (!UUID.test(id)) return null;
  const { data, error } = await client.from('reviews_list').select('*').eq('id', id).maybeSingle();
  if (error) throw new Error(`reviews_list: ${error.message}`);
  return data as ReviewRow | null;
}

/** When the next decision falls due, for a queue that is empty now because everything is decided. */
export async function readLastDecided(client: SupabaseClient): Promise<string | null> {
  const { data } = await client
    .from('reviews_list')
    .select('decided_at')
    .eq('is_open', false)
    .order('decided_at', { ascending: false, nullsFirst: false })
    .limit(1);
  return (data?.[0]?.decided_at as string | undefined) ?? null;
}

/** What the checklist is drawn from; a part that cannot be read is null and shows as unknown. */
export async function readGrounds(client: SupabaseClient, review: ReviewRow): Promise<Grounds> {
  const { account_id, trader_id, kind, rule } = review;
  const [account, verdicts, doubts, otherReviews, trader] = await Promise.all([
    account_id ? client.from('accounts_list').select('status,rule_states').eq('id', account_id).maybeSingle() : null,
    account_id ? readVerdicts(client, account_id) : null,
    account_id && kind === 'phase_pass' ? readDoubts(client, account_id) : [],
    readOtherReviews(client, review),
    trader_id ? client.from('traders').select('kyc_status,is_active').eq('id', trader_id).maybeSingle() : null,
  ]);
  return {
    kind,
    rule,
    status: (account?.data?.status as string | undefined) ?? null,
    states: (account?.data?.rule_states as RuleState[] | undefined) ?? null,
    verdicts,
    doubts,
    otherReviews,
    kyc: (trader?.data?.kyc_status as string | undefined) ?? null,
    isTraderActive: (trader?.data?.is_active as boolean | undefined) ?? null,
  };
}

async function readVerdicts(client: SupabaseClient, accountId: string): Promise<Grounds['verdicts']> {
  const { data, error } = await client
    .from('violations_list')
    .select('state')
    .eq('account_id', accountId)
    .eq('outcome', 'breach')
    .neq('state', 'withdrawn')
    .limit(1000);
  if (error) return null;
  const inQuestion = data.filter((row) => row.state !== 'confirmed').length;
  return { standing: data.length - inQuestion, inQuestion };
}

/** Rules that could not be judged at some time, gates apart, and nothing since has said that they were kept. */
async function readDoubts(client: SupabaseClient, accountId: string): Promise<Grounds['doubts']> {
  const { data, error } = await client
    .from('violations_list')
    .select('rule')
    .eq('account_id', accountId)
    .eq('outcome', 'unknown')
    .neq('consequence', 'payout_gate')
    .neq('state', 'withdrawn')
    .limit(1000);
  return error ? null : [...new Set(data.map((row) => String(row.rule)))];
}

async function readOtherReviews(client: SupabaseClient, { id, account_id, trader_id }: ReviewRow): Promise<string[] | null> {
  const about = [
    account_id ? `account_id.eq.${account_id}` : null,
    trader_id ? `and(trader_id.eq.${trader_id},kind.in.(kyc,abuse))` : null,
  ].filter((one) => one !== null);
  if (about.length === 0) return [];
  const { data, error } = await client
    .from('reviews_list')
    .select('kind')
    .eq('is_open', true)
    .neq('id', id)
    .not('kind', 'in', '(payout,job,inbox)')
    .neq('rule', 'platform-order')
    .or(about.join(','))
    .limit(100);
  return error ? null : data.map((row) => String(row.kind));
}

/** Edges that wait for a second person, and who asked. */
export interface SecondPersonRequest {
  id: string;
  account_id: string;
  from_status: string;
  to_status: string;
  reason: string;
  requested_by: string;
  requested_at: string;
}

export async function readSecondPersonRequests(client: SupabaseClient, accountId?: string): Promise<SecondPersonRequest[]> {
  const open = client
    .from('account_decisions')
    .select('id,account_id,from_status,to_status,reason,requested_by,requested_at')
    .eq('state', 'open');
  const { data, error } = await (accountId ? open.eq('account_id', accountId) : open).order('requested_at').limit(50);
  if (error) throw new Error(`account_decisions: ${error.message}`);
  return data as SecondPersonRequest[];
}
