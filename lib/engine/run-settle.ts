// The batches of one run: each is loaded, judged and recorded, tried again where that may help, and its accounts told apart.
import { backoffMs } from '@/lib/engine/backoff';
import type { BatchMetrics, BatchOptions } from '@/lib/engine/batch-options';
import { CallTrouble, recorded, type BatchCalls, type BatchWrite, type Ending, type WrittenAccount } from '@/lib/engine/batch-settle';
import type { Tally } from '@/lib/engine/batch-tally';
import type { BreakerClock, CircuitBreaker } from '@/lib/engine/circuit-breaker';
import { Deadline } from '@/lib/engine/deadline';
import { judgeNow, type StandingAccount } from '@/lib/engine/judge-now';
import { StandingColumns } from '@/lib/engine/standing-wire';
import { sizedRules } from '@/lib/rules/sized';

/** Time, chance and memory, handed in so that a test can hold them. */
export interface World extends BreakerClock {
  elapsed: () => number;
  chance: () => number;
  rss: () => number;
}
interface Failure {
  accountId: string;
  code: string;
  message: string;
}
interface Attempt {
  failures: Failure[];
  /** Written by somebody else in between, or locked: judged again. */
  again: string[];
}

/** Locks, serialization and deadlocks pass; everything else a database says of one account is final. */
const PASSING = new Set(['stale', '55P03', '40001', '40P01']);

export class BatchRun {
  constructor(
    private readonly runId: string,
    private readonly options: BatchOptions,
    private readonly tally: Tally,
    private readonly calls: BatchCalls,
    private readonly breaker: CircuitBreaker,
    private readonly world: World,
    private readonly stop: AbortSignal | undefined,
    /** Judges also what is known to stand as it was found. */
    private readonly isWhole: boolean,
  ) {}

  async process(ids: string[]): Promise<void> {
    if (this.stop?.aborted) return this.skip(ids);
    const passage = await this.breaker.enter();
    if (this.stop?.aborted) {
      // A probe that was never made has proved nothing, so the circuit stays as it was.
      if (passage.isProbe) this.breaker.failed(passage);
      return this.skip(ids);
    }
    const isThrough = await this.tryBatch(ids);
    if (isThrough) this.breaker.succeeded(passage);
    else this.breaker.failed(passage);
  }

  /** False where the batch itself never got through. */
  private async tryBatch(ids: string[]): Promise<boolean> {
    let left = ids;
    for (let attempt = 1; ; attempt += 1) {
      const deadline = new Deadline(this.options.timeoutMs, this.stop);
      let trouble: Failure;
      try {
        const { failures, again } = await this.once(left, deadline.signal);
        for (const one of failures) this.fail(one, attempt);
        if (again.length === 0) return true;
        left = again;
        trouble = { accountId: '', code: 'stale', message: 'The account was written by somebody else every time it was judged.' };
      } catch (error) {
        if (this.stop?.aborted) {
          this.skip(left);
          return true;
        }
        if (deadline.isOver) this.tally.timeouts += 1;
        trouble = { accountId: '', code: deadline.isOver ? 'timeout' : codeOf(error), message: wordsOf(error) };
      } finally {
        deadline.done();
      }
      if (attempt > this.options.retryAttempts) {
        for (const accountId of left) this.fail({ ...trouble, accountId }, attempt);
        return trouble.code === 'stale';
      }
      this.tally.retries += 1;
      await this.world.sleep(backoffMs(attempt, this.options, this.world.chance()));
    }
  }

  private async once(ids: string[], signal: AbortSignal): Promise<Attempt> {
    const began = this.world.elapsed();
    const { write, failures } = await this.judged(ids, signal);
    const { run } = write;
    const nothing = write.accounts.length + write.standing.ids.length + run.skipped.length + run.same.length === 0;
    const written = nothing ? [] : await this.calls.record(write, signal);
    this.tally.latency(this.world.elapsed() - began, written.length + run.same.length + failures.length);
    for (const id of run.skipped) this.tally.skipped.add(id);
    return { failures, again: this.sort([...written, ...run.same.map(recorded)], run, failures) };
  }

  /** What is to be written. The accounts themselves are let go of one by one: many batches wait for their record at once. */
  private async judged(ids: string[], signal: AbortSignal): Promise<{ write: BatchWrite; failures: Failure[] }> {
    const { accounts, held, market_version } = await this.calls.load(ids, this.isWhole ? null : this.nowText(), signal);
    const now = this.world.now();
    const run: BatchWrite['run'] = { id: this.runId, skipped: [], ...held };
    const write: BatchWrite = { now: new Date(now).toISOString(), accounts: [], standing: new StandingColumns(), run };
    const failures: Failure[] = [];
    const missing = new Set(ids);
    for (const id of held.same) missing.delete(id);
    for (const account of accounts) {
      const accountId = account.account_id;
      missing.delete(accountId);
      if (account.version === undefined) run.skipped.push(accountId);
      // A poisoned account throws here and fails alone. Rules that cannot be read now are the batch's trouble: it is tried again.
      else
        await this.judge(account, market_version, now, write).catch((error: unknown) => {
          if (error instanceof CallTrouble) throw error;
          failures.push({ accountId, code: 'not-judged', message: wordsOf(error) });
        });
    }
    for (const accountId of missing) failures.push({ accountId, code: 'not-found', message: 'There is no such account.' });
    return { write, failures };
  }

  private async judge(
    account: StandingAccount,
    marketVersion: number,
    now: number,
    { accounts, standing, run }: BatchWrite,
  ): Promise<void> {
    const ruleSet = sizedRules(await this.calls.ruleSet(account.rule_set_id), account.initial_balance_cents);
    const judged = judgeNow(account, ruleSet, now, await this.calls.market(account, ruleSet, marketVersion));
    if (judged.record) accounts.push(judged.record);
    if (judged.standing) standing.add(judged.standing);
    if (!judged.record && !judged.standing) run.same.push(account.account_id);
    if (judged.isBreached) run.breached.push(account.account_id);
    if (judged.isUnknown) run.unknown.push(account.account_id);
  }

  private sort(written: WrittenAccount[], run: BatchWrite['run'], failures: Failure[]): string[] {
    const again: string[] = [];
    const [breached, unknown] = [new Set(run.breached), new Set(run.unknown)];
    for (const { account_id: id, outcome, code, message } of written) {
      if (outcome === 'recorded') {
        this.tally.success.add(id);
        if (breached.has(id)) this.tally.breached.add(id);
        if (unknown.has(id)) this.tally.unknown.add(id);
      } else if (PASSING.has(code ?? '')) again.push(id);
      else failures.push({ accountId: id, code: code ?? 'not-stored', message: message ?? 'The account could not be recorded.' });
    }
    return again;
  }

  /** Answers whether somebody asked the run to stop. A beat that is lost is no reason to end it; the next one tells the same counts. */
  async beat(): Promise<boolean> {
    const { tally } = this;
    const counts = { ok: tally.success.size, failed: tally.errors.size, skipped: tally.skipped.size };
    return this.calls.beat(this.runId, counts, this.nowText(), this.timeout()).catch(() => false);
  }

  async end(state: Ending['state'], metrics: BatchMetrics): Promise<void> {
    const { tally } = this;
    const counts = { ok: tally.success.size, failed: tally.errors.size, skipped: tally.skipped.size };
    const ending = { state, ...counts, metrics, errors: [...tally.errors.values()].slice(0, 1_000), now: this.nowText() };
    await this.calls.end(this.runId, ending, this.timeout()).catch((error: unknown) => {
      console.error(`The end of run ${this.runId} could not be written down.`, error);
    });
  }

  private fail(failure: Failure, attempts: number): void {
    this.tally.errors.set(failure.accountId, { ...failure, attempts });
  }

  private skip(ids: string[]): void {
    for (const id of ids) this.tally.skipped.add(id);
  }

  private nowText = () => new Date(this.world.now()).toISOString();
  private timeout = () => AbortSignal.timeout(this.options.timeoutMs);
}

function codeOf(error: unknown): string {
  return error instanceof CallTrouble && error.code !== '' ? error.code : 'not-reached';
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
