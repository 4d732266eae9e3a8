// Starts runs from the office. A run may take longer than a request, so starting one answers as soon as it is under way, with the
// promise of its end for the door to keep alive.
import type { SupabaseClient } from '@supabase/supabase-js';
import { readLivingIds, readRun } from '@/lib/batches/read';
import { mayResume } from '@/lib/batches/run';
import { BatchRiskProcessor } from '@/lib/batch-risk-processor';
import { runScaleTest } from '@/lib/engine/scale-scan';
import { onlyOne } from '@/lib/jobs/only-one';
import { accept, refuse, type Refusal, type Result } from '@/lib/refusal';

/** A run on its way: its id once known, and its end. */
export interface Begun {
  /** Null where it has not told its id yet; it appears in the list. */
  runId: string | null;
  ended: Promise<unknown>;
}

const TOLD_WITHIN_MS = 3_000;
const BUSY = refuse('already-running', 'A run over all accounts is under way. Wait for it, or look at its page.');
/** Scheduled judging takes the same place, so the two never judge the whole book at once. */
const PLACE = 'risk-batch';

/** Judges every living account now, under its pinned rules. */
export async function startRejudge(client: SupabaseClient): Promise<Result<Begun>> {
  const ids = await readLivingIds(client);
  return ids.length === 0
    ? refuse('nothing-to-judge', 'No account is living, so there is nothing to judge.')
    : begin(client, ids, { kind: 'rejudge' });
}

/** Takes up a run whose worker went silent: what it has finished is not judged again. */
export async function resumeRun(client: SupabaseClient, id: string, now: Date): Promise<Result<Begun>> {
  const run = await readRun(client, id);
  if (!run) return refuse('not-found', 'There is no such run.');
  if (!mayResume(run, now.getTime())) return refuse('not-resumable', 'Only a run that was stopped or went silent is taken up again.');
  return begin(client, await readLivingIds(client), { runId: id });
}

/** Judges the accounts a run failed on, or one of them, and only those, as a run of their own. */
export async function retryFailed(client: SupabaseClient, id: string, account: string | null = null): Promise<Result<Begun>> {
  const run = await readRun(client, id);
  if (!run) return refuse('not-found', 'There is no such run.');
  if (run.state === 'running') return refuse('still-running', 'This run has not ended; its failures are known when it has.');
  const ids = run.errors.map((one) => one.accountId).filter((one) => account === null || one === account);
  return ids.length === 0 ? refuse('nothing-to-judge', 'This run failed on no account.') : begin(client, ids, { kind: 'retry-failed' });
}

async function begin(client: SupabaseClient, ids: string[], run: { kind?: string; runId?: string }): Promise<Result<Begun>> {
  let tell: (result: Result<Begun>) => void = () => undefined;
  const told = new Promise<Result<Begun>>((resolve) => {
    tell = resolve;
  });
  let owned: Promise<void> | null = null;
  const ended = onlyOne(PLACE, () =>
    new BatchRiskProcessor(client).processAccounts(ids, {
      ...run,
      // A person asks because they want it looked at.
      isWhole: true,
      onProgress: ({ runId }) => {
        if (!owned) owned = own(client, runId);
        tell(accept({ runId, ended }));
      },
    }),
  ).finally(() => owned);
  ended.then(
    (answer) => tell(answer === null ? BUSY : accept({ runId: answer.value.runId, ended })),
    (error: unknown) => tell({ ok: false, refusal: refusalOf(error) }),
  );
  return within(told, accept({ runId: null, ended }));
}

/** Says whose run it is, with the asker's own session. A run without a name is a lesser evil than one that broke off over it. */
async function own(client: SupabaseClient, runId: string): Promise<void> {
  const { error } = await client.rpc('own_batch', { p_id: runId, p_now: new Date().toISOString() });
  if (error) console.error(`Run ${runId} has no name: ${error.message}`);
}

const NOT_STOPPED: Record<string, string> = {
  'not-allowed': 'Only risk and admin stop runs.',
  'not-found': 'There is no such run.',
  'already-ended': 'This run has ended meanwhile.',
};

/** Asks a run to stop; its worker hears it with the next heartbeat and leaves what it has not begun. */
export async function stopRun(client: SupabaseClient, id: string, now: Date): Promise<Result<null>> {
  const { error } = await client.rpc('stop_batch', { p_id: id, p_now: now.toISOString() });
  if (!error) return accept(null);
  const code = /^[a-z]+(-[a-z]+)*/.exec(error.message)?.[0] ?? '';
  return refuse(NOT_STOPPED[code] ? code : 'not-stopped', NOT_STOPPED[code] ?? 'The run could not be stopped. Try again.');
}

/** Makes so many accounts, has them judged, compares and removes them. */
export async function startScaleTest(accounts: number): Promise<Result<Begun>> {
  const ended = runScaleTest({ accounts });
  const told = ended.then(
    (report): Result<Begun> =>
      report === null ? refuse('already-running', 'A load test is under way; wait for it.') : accept({ runId: null, ended }),
    (error: unknown): Result<Begun> => ({ ok: false, refusal: refusalOf(error) }),
  );
  return within(told, accept({ runId: null, ended }));
}

/** What is told in time, or that it is under way. */
async function within(told: Promise<Result<Begun>>, meanwhile: Result<Begun>): Promise<Result<Begun>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Result<Begun>>((resolve) => {
    timer = setTimeout(() => resolve(meanwhile), TOLD_WITHIN_MS);
  });
  return Promise.race([told, late]).finally(() => clearTimeout(timer));
}

function refusalOf(error: unknown): Refusal {
  const refusal = (error as { refusal?: Refusal }).refusal;
  if (refusal) return refusal;
  console.error('A run could not be begun.', error);
  return { code: 'not-stored', message: 'The run could not be begun. Nothing was changed; try again in a minute.' };
}
