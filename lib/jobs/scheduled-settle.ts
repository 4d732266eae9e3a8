// Work that comes by the clock: whoever calls it, the worker's own timetable or a scheduler outside, however often and at once. Each
// piece runs in one place only and may be repeated without harm.
import { setTimeout } from 'node:timers/promises';
import { scanBehaviour } from '@/lib/abuse/anomaly-scan';
import { scanAccess } from '@/lib/abuse/shared-ip-scan';
import { rescanCopies, scanCopies } from '@/lib/abuse/copy-scan';
import { BatchRiskProcessor } from '@/lib/batch-risk-processor';
import { serviceClient } from '@/lib/db/clients';
import { pool } from '@/lib/db/pool';
import { resealAll } from '@/lib/db/reseal';
import { credentialsKey } from '@/lib/env';
import { anchorEvents } from '@/lib/events/send';
import { confirmViolation } from '@/lib/jobs/settle';
import { callFunction } from '@/lib/db/call';
import { readOn } from '@/lib/outbound/tail-send';
import { onlyOne } from '@/lib/jobs/only-one';
import { keepHouse } from '@/lib/jobs/retention-settle';
import { SCHEDULED, type ScheduledJob } from '@/lib/jobs/scheduled';

type JobAnswer = { job: ScheduledJob; skipped: 'already-running' } | { job: ScheduledJob; done: Record<string, number> };

const PAGE = 1_000;
const LIVING = ['active', 'live', 'blocked'];
/** Accounts of a load test come and go, and are judged by it alone. */
const SCALE = 'scale:%';

const WORK: Record<ScheduledJob, (now: Date) => Promise<Record<string, number>>> = {
  'risk-batch': () => judgeAll('risk-batch', null),
  'day-close': (now) => judgeAll('day-close', now),
  'refresh-views': refreshViews,
  'confirm-due': confirmDue,
  'anchor-events': (now) => anchorEvents(now),
  'tend-lifecycle': tendLifecycle,
  'pull-feeds': pullFeeds,
  'tend-payouts': tendPayouts,
  'scan-copy': searched(scanCopies),
  'rescan-copy': searched(rescanCopies),
  'tend-mail': (now) => counts('tend_mail', { p_now: now.toISOString() }),
  'scan-access': scanAccess,
  'scan-behaviour': scanBehaviour,
  'watch-feeds': (now) => counts('watch_feeds', { p_now: now.toISOString() }),
  'tend-alerts': (now) => counts('tend_alerts', { p_now: now.toISOString() }),
  'tend-outbound': tendOutbound,
  'check-all': checkAll,
  'keep-house': keepHouse,
  'reseal-credentials': resealCredentials,
};

export function isScheduled(name: string): name is ScheduledJob {
  return (SCHEDULED as readonly string[]).includes(name);
}

export async function runScheduled(job: ScheduledJob, now: Date): Promise<JobAnswer> {
  const answer = await inTurn(job, () => WORK[job](now));
  if (!answer) return { job, skipped: 'already-running' };
  await callFunction(serviceClient(), 'job_went_well', { p_task: job, p_now: now.toISOString() });
  return { job, done: answer.value };
}

const TURN_MS = 250;

/**
 * Closing a day is the same judging of fewer accounts, so the two never run at once. The closing comes every minute and loses nothing
 * by being skipped; the batch would lose its whole turn whenever both fall on the same second, so it waits until the closing is over.
 */
async function inTurn<T>(job: ScheduledJob, work: () => Promise<T>): Promise<{ value: T } | null> {
  const judge = () => onlyOne('risk-batch', work);
  if (job === 'day-close') return (await onlyOne('day-close', judge))?.value ?? null;
  if (job !== 'risk-batch') return onlyOne(job, work);
  const turn = await onlyOne('next-risk-batch', async () => {
    for (;;) {
      const done = await judge();
      if (done) return done;
      const isClosing = (await onlyOne('day-close', async () => true)) === null;
      // Where no day is being closed it is another batch, or a closing that ended just now: one more try tells.
      if (!isClosing) return judge();
      await setTimeout(TURN_MS);
    }
  });
  return turn?.value ?? null;
}

/** Judges one account at once, as the record asks for when an event came in before a verdict that is already known. */
export async function judgeAccountNow(accountId: string): Promise<void> {
  const result = await new BatchRiskProcessor(serviceClient()).processAccounts([accountId], { kind: 'judge-again' });
  const trouble = result.errors[0];
  if (trouble) throw new Error(`Account ${accountId} could not be judged: ${trouble.code} ${trouble.message}`);
}

/** Every living account, or only those whose written day has ended by `now`. */
async function judgeAll(kind: string, now: Date | null): Promise<Record<string, number>> {
  const ids = now === null ? await livingAccounts() : await endedDays(now);
  if (ids.length === 0) return { total: 0, judged: 0, failed: 0, skipped: 0 };
  const result = await new BatchRiskProcessor(serviceClient()).processAccounts(ids, { kind });
  const { totalAccounts: total, successCount: judged, failureCount: failed, skippedCount: skipped } = result;
  return { total, judged, failed, skipped };
}

async function livingAccounts(): Promise<string[]> {
  const ids: string[] = [];
  for (;;) {
    const asked = serviceClient().from('accounts').select('id').in('status', LIVING).not('server', 'like', SCALE).order('id').limit(PAGE);
    const { data, error } = await (ids.length > 0 ? asked.gt('id', ids.at(-1)) : asked);
    if (error) throw new Error(`accounts: ${error.message}`);
    ids.push(...(data as { id: string }[]).map((row) => row.id));
    if (data.length < PAGE) return ids;
  }
}

/** A day that has ended is closed once: afterwards the account's written day is the one that follows. */
async function endedDays(now: Date): Promise<string[]> {
  const { rows } = await pool().query<{ id: string }>(
    `select a.id from public.accounts a join public.account_facts f on f.account_id = a.id
      left join public.daily_stats d on d.account_id = a.id and d.trading_day = f.trading_day
      where a.status = any ($1) and a.server not like $3 and f.trading_day is not null and (d.ends_at is null or d.ends_at <= $2) order by a.id`,
    [LIVING, now.toISOString(), SCALE],
  );
  return rows.map((row) => row.id);
}

async function refreshViews(now: Date): Promise<Record<string, number>> {
  const { error } = await serviceClient().rpc('refresh_consistency_view');
  if (error) throw new Error(`refresh_consistency_view: ${error.message}`);
  await counts('refresh_statistics', {});
  // A day's marks need their partition before the first of them comes.
  const { rows } = await pool().query<{ made: number }>(
    "select private.make_mark_partitions(($1::timestamptz at time zone 'UTC')::date, 7) as made",
    [now.toISOString()],
  );
  return { refreshed: 1, partitions: rows[0]?.made ?? 0 };
}

/** Verdicts whose grace is over have a job of their own; this finds the ones whose job was lost. */
async function confirmDue(now: Date): Promise<Record<string, number>> {
  const { data, error } = await serviceClient()
    .from('risk_violations')
    .select('id')
    .eq('state', 'provisional')
    .lte('confirm_after', now.toISOString())
    .order('confirm_after')
    .limit(PAGE);
  if (error) throw new Error(`risk_violations: ${error.message}`);
  for (const { id } of data as { id: string }[]) await confirmViolation(id, now);
  return { looked_at: data.length };
}

/** Letters about reviews nobody decided in time, and accounts whose platform has not answered yet. */
async function tendLifecycle(now: Date): Promise<Record<string, number>> {
  const { data, error } = await serviceClient().rpc('tend_lifecycle', { p_now: now.toISOString() });
  if (error) throw new Error(`tend_lifecycle: ${error.message}`);
  return data as Record<string, number>;
}

/** Each feed is pulled by a job of its own, so a dead one delays no other. */
async function pullFeeds(now: Date): Promise<Record<string, number>> {
  const { data, error } = await serviceClient().rpc('pull_feeds', { p_now: now.toISOString() });
  if (error) throw new Error(`pull_feeds: ${error.message}`);
  return { feeds: Number(data) };
}

/** Payouts whose job was lost, that wait for an answer, or whose hold may be over. */
async function tendPayouts(now: Date): Promise<Record<string, number>> {
  const { data, error } = await serviceClient().rpc('tend_payouts', { p_now: now.toISOString() });
  if (error) throw new Error(`tend_payouts: ${error.message}`);
  return data as Record<string, number>;
}

/** What the worker's own look missed is read on here, and a listener whose job was lost gets another. */
async function tendOutbound(now: Date): Promise<Record<string, number>> {
  const queued = await readOn(now);
  const listeners = await callFunction<number>(serviceClient(), 'tend_outbound', { p_endpoint: null, p_now: now.toISOString() });
  return { queued, listeners };
}

/** What must be true of the whole firm; what is not becomes a review and an alert. It takes longer than an API call may. */
async function checkAll(now: Date): Promise<Record<string, number>> {
  const { rows } = await pool().query<{ found: number }>('select private.run_checks($1) as found', [now.toISOString()]);
  return { found: rows[0]?.found ?? 0 };
}

/** After a change of the key: everything stands under the new one soon, and the old one may go. What cannot be opened is a person's affair. */
async function resealCredentials(now: Date): Promise<Record<string, number>> {
  const told = await resealAll(pool());
  if (told.sealed_again > 0) {
    const event = { kind: 'credentials.sealed-again', data: { ...told, key_id: credentialsKey().id } };
    await pool().query('select private.append_events($1, $2::jsonb, $3)', ['staff:firm', JSON.stringify([event]), now.toISOString()]);
  }
  if (told.unreadable > 0) console.error(`${told.unreadable} sealed values cannot be opened with any key that is configured.`);
  return told;
}

const counts = (name: string, args: Record<string, unknown>): Promise<Record<string, number>> =>
  callFunction<Record<string, number>>(serviceClient(), name, args);

/** The two searches never run at once: the second to come is skipped, since the first sees the same trades. */
function searched(search: typeof scanCopies) {
  return async (now: Date): Promise<Record<string, number>> => {
    const done = await onlyOne('search-copies', () => search(now));
    if (done === null) return { skipped: 1 };
    const { accounts_compared, pairs_weighed, pairs_alike } = done.value;
    return { accounts_compared, pairs_weighed, pairs_alike };
  };
}
