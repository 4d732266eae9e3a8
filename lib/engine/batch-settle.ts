// The database calls of a batch run, each one SQL function that ends when its signal says so. Every call is counted.
import { LRUCache } from 'lru-cache';
import { serviceClient } from '@/lib/db/clients';
import { callDirectly, queryDirectly } from '@/lib/db/direct-call';
import { marketAt } from '@/lib/db/market';
import { bookPool } from '@/lib/db/pool';
import { publishedRuleSets } from '@/lib/db/rule-sets';
import { hasDatabaseUrl } from '@/lib/env';
import type { BatchError, BatchMetrics } from '@/lib/engine/batch-options';
import type { Tally } from '@/lib/engine/batch-tally';
import type { NowRecord, StandingAccount } from '@/lib/engine/judge-now';
import { readStanding, type LoadedStanding, type StandingColumns } from '@/lib/engine/standing-wire';
import { ENGINE_VERSION } from '@/lib/rules/engine-version';
import type { MarketData } from '@/lib/rules/market';
import type { RuleSet } from '@/lib/rules/types';
import { marketNeed } from '@/lib/trades/market-need';

export interface WrittenAccount {
  account_id: string;
  outcome: 'recorded' | 'stale' | 'failed';
  code: string | null;
  message?: string;
}
export interface BatchWrite {
  now: string;
  accounts: NowRecord[];
  standing: StandingColumns;
  /** `same`: judged, and found as it was written before. */
  run: { id: string; same: string[]; skipped: string[]; breached: string[]; unknown: string[] };
}
interface Resumed {
  judged: string[];
  skipped: string[];
  breached: string[];
  unknown: string[];
}
export interface Ending {
  state: 'done' | 'failed' | 'stopped';
  ok: number;
  failed: number;
  skipped: number;
  metrics: BatchMetrics;
  errors: BatchError[];
  now: string;
}

/** Accounts that stand as they were found, by their ids. */
interface Held {
  same: string[];
  breached: string[];
  unknown: string[];
}
interface LoadedBatch {
  /** To be gone through once. */
  accounts: Iterable<LoadedStanding>;
  /** Those that stand as they were found before, and need not be judged. */
  held: Held;
  /** What was known of the market when these were read. */
  market_version: number;
}
type LoadedLines = LoadedBatch & { lines: string[] };
/** Those that were written are told in one list, and every other account by itself. */
type Written = { recorded: string[] } | WrittenAccount;

export const recorded = (account_id: string): WrittenAccount => ({ account_id, outcome: 'recorded', code: null });

/** A call that did not succeed; `code` is Postgres' own where it came that far. */
export class CallTrouble extends Error {
  constructor(
    message: string,
    readonly code: string,
  ) {
    super(message);
  }
}

function troubled(name: string, error: unknown): never {
  const { message, code } = error as { message: string; code?: unknown };
  throw new CallTrouble(`${name}: ${message}`, typeof code === 'string' ? code : '');
}

function* inTurn<T>(...lists: Iterable<T>[]): Generator<T> {
  for (const list of lists) yield* list;
}

export class BatchCalls {
  private readonly ruleSets = new LRUCache<string, Promise<RuleSet>>({ max: 500 });

  constructor(private readonly tally: () => Tally) {}

  /** `now` as text; null judges also those that are known to stand as they were found. */
  async load(ids: string[], now: string | null, signal: AbortSignal): Promise<LoadedBatch> {
    const p = { judge: ids, now, engine: ENGINE_VERSION };
    const { lines, ...loaded } = hasDatabaseUrl() ? await this.loadLines(p, signal) : await this.loadText(p, signal);
    return { ...loaded, accounts: inTurn(loaded.accounts, readStanding(lines)) };
  }

  private async loadLines(p: object, signal: AbortSignal): Promise<LoadedLines> {
    this.tally().statements += 1;
    const asked = queryDirectly<{ line: string }>(
      bookPool(),
      'select line from private.load_book($1) as line',
      [JSON.stringify(p)],
      signal,
    );
    const [head, ...lines] = await asked.catch((error: unknown) => troubled('load_book', error));
    return { ...(JSON.parse(head?.line ?? '') as LoadedBatch), lines: lines.map(({ line }) => line) };
  }

  private async loadText(p: object, signal: AbortSignal): Promise<LoadedLines> {
    const { standing, ...loaded } = await this.call<LoadedBatch & { standing: string }>('load_assessment', { p }, signal);
    return { ...loaded, lines: standing === '' ? [] : standing.split('\n') };
  }

  /** Undefined where the rules do not read it. Where it changed since the accounts were loaded, the batch is loaded again. */
  async market(account: StandingAccount, ruleSet: RuleSet, version: number): Promise<MarketData | undefined> {
    const since = marketNeed(account, ruleSet);
    if (since === null) return undefined;
    const market = await marketAt(version, since).catch((error: unknown) => {
      throw new CallTrouble(error instanceof Error ? error.message : String(error), '');
    });
    if (market === null) throw new CallTrouble('The market changed since the batch was loaded.', 'stale');
    return market;
  }

  async record({ standing, ...write }: BatchWrite, signal: AbortSignal): Promise<WrittenAccount[]> {
    const p = { ...write, standing: standing.told() };
    const answer = await this.call<{ accounts: WrittenAccount[]; standing: Written[] }>('record_assessment', { p }, signal);
    return [...answer.accounts, ...answer.standing.flatMap((one) => ('recorded' in one ? one.recorded.map(recorded) : [one]))];
  }

  start = (kind: string, total: number, now: string, signal: AbortSignal) =>
    this.call<string>('start_batch', { p_kind: kind, p_total: total, p_now: now }, signal);
  resume = (runId: string, total: number, now: string, signal: AbortSignal) =>
    this.call<Resumed | null>('resume_batch', { p_id: runId, p_total: total, p_now: now }, signal);
  beat = (runId: string, counts: { ok: number; failed: number; skipped: number }, now: string, signal: AbortSignal) =>
    this.call<boolean>(
      'beat_batch',
      { p_id: runId, p_ok: counts.ok, p_failed: counts.failed, p_skipped: counts.skipped, p_now: now },
      signal,
    );
  end = (runId: string, p: Ending, signal: AbortSignal) => this.call<null>('end_batch', { p_id: runId, p }, signal);

  /** Published versions never change, so each is read once; two batches that miss together ask once. */
  async ruleSet(id: string): Promise<RuleSet> {
    const tally = this.tally();
    tally.lookUps += 1;
    const held = this.ruleSets.get(id);
    if (held) return held;
    tally.misses += 1;
    tally.statements += 1;
    const asked = publishedRuleSets([id]).then(
      (found) => {
        const ruleSet = found.get(id);
        if (!ruleSet) throw new Error(`There is no rule set ${id}.`);
        return ruleSet;
      },
      (error: unknown) => {
        const words = error instanceof Error ? error.message : String(error);
        throw words.startsWith('Rule sets could not be read') ? new CallTrouble(words, '') : error;
      },
    );
    this.ruleSets.set(id, asked);
    asked.catch(() => this.ruleSets.delete(id));
    return asked;
  }

  private async call<T>(name: string, input: Record<string, unknown>, signal: AbortSignal): Promise<T> {
    this.tally().statements += 1;
    // Whole books go past the API, which would read and write every one of their texts once more.
    if (hasDatabaseUrl()) return callDirectly<T>(bookPool(), name, input, signal).catch((error: unknown) => troubled(name, error));
    const { data, error } = await serviceClient().rpc(name, input).abortSignal(signal);
    if (error) throw new CallTrouble(`${name}: ${error.message}`, error.code ?? '');
    return data as T;
  }
}
