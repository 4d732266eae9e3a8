// The preview of a draft over the whole book of its phase: a cursor reads events in order, one account is in memory at a time,
// and the transaction is read-only, so nothing can be written.
import type { PoolClient } from 'pg';
import { BOOK, toldHistory, type AccountRow } from '@/lib/challenges/book-rows';
import { compareRules, type VerdictDifference } from '@/lib/challenges/what-if';
import { DOWNLOAD_LIMITS, downloadPool } from '@/lib/db/pool';
import { compileRuleSet } from '@/lib/rules/rule-set';
import type { MarketData } from '@/lib/rules/market';
import { marketOf, type MarketParts } from '@/lib/rules/market-rows';
import type { RuleSet } from '@/lib/rules/types';

export interface PreviewAccount {
  account_id: string;
  login: string;
  status: string;
  differences: VerdictDifference[];
}
export interface PreviewCount {
  done: number;
  total: number;
  events: number;
  /** Accounts with at least one verdict that differs. */
  differing: number;
  verdicts: number;
}
export type PreviewStep =
  ({ kind: 'progress' } & PreviewCount) | ({ kind: 'account' } & PreviewAccount) | ({ kind: 'end'; seconds: number } & PreviewCount);

/** Accounts told at once; the others are counted, and told page by page or all in one file. */
const EXAMPLES = 200;
const ACCOUNTS = 50;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

interface Compared extends PreviewAccount {
  events: number;
}

/** Progress, the first accounts that differ, and an end; without an end the preview is not finished. Stops when the signal says so. */
export async function* previewDraft(draft: RuleSet, phaseId: string, signal: AbortSignal): AsyncGenerator<PreviewStep> {
  const began = performance.now();
  const count: PreviewCount = { done: 0, total: 0, events: 0, differing: 0, verdicts: 0 };
  for await (const { total, compared } of compareBook(draft, phaseId, BEFORE_ALL)) {
    count.total = total;
    for (const { events, ...account } of compared) {
      count.done += 1;
      count.events += events;
      if (account.differences.length === 0) continue;
      count.differing += 1;
      count.verdicts += account.differences.length;
      if (count.differing <= EXAMPLES) yield { kind: 'account', ...account };
    }
    yield { kind: 'progress', ...count };
    if (signal.aborted) return;
  }
  yield { kind: 'end', ...count, seconds: Math.round(performance.now() - began) / 1000 };
}

/** The next accounts that differ after the one named, as many as the preview tells of itself. */
export async function* previewPage(draft: RuleSet, phaseId: string, after: string): AsyncGenerator<PreviewAccount> {
  let told = 0;
  for await (const account of differingAccounts(draft, phaseId, after)) {
    yield account;
    told += 1;
    if (told === EXAMPLES) return;
  }
}

/** Every account that differs, each with all its verdicts that do; one account is in memory at a time. */
export async function* differingAccounts(draft: RuleSet, phaseId: string, after = BEFORE_ALL): AsyncGenerator<PreviewAccount> {
  for await (const { compared } of compareBook(draft, phaseId, after))
    for (const { account_id, login, status, differences } of compared)
      if (differences.length > 0) yield { account_id, login, status, differences };
}

/** First the number of accounts alone, then some accounts at a time. A caller that stops early gives the connection back too. */
async function* compareBook(draft: RuleSet, phaseId: string, after: string): AsyncGenerator<{ total: number; compared: Compared[] }> {
  const client = await downloadPool().connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    await client.query(DOWNLOAD_LIMITS);
    await client.query(
      `select set_config('tideline.preview_phase', $1, true), set_config('tideline.preview_after', $2, true), set_config('jit', 'off', true)`,
      [phaseId, after],
    );
    const pinned = await pinnedRuleSets(client, phaseId);
    const counted = await client.query<{ n: number }>('select count(*)::int as n from public.accounts where phase_id = $1', [phaseId]);
    const total = counted.rows[0]?.n ?? 0;
    yield { total, compared: [] };
    const market = await marketOfBook(client, phaseId);
    await client.query(BOOK);
    for await (const accounts of accountsOf(client)) {
      yield { total, compared: accounts.map((account) => compareAccount(account, pinned, draft, market)) };
    }
  } finally {
    // A cancelled preview ends here too; a connection that cannot be rolled back is thrown away.
    await client.query('rollback').then(
      () => client.release(),
      (error: Error) => client.release(error),
    );
  }
}

function compareAccount(account: AccountRow, pinned: Map<string, RuleSet>, draft: RuleSet, market: MarketData): Compared {
  const ruleSet = pinned.get(account.rule_set_id);
  if (!ruleSet) throw new Error(`Account ${account.id} is pinned to a rule set of another phase.`);
  const history = toldHistory(account);
  const differences = compareRules(history, ruleSet, draft, market);
  return { account_id: account.id, login: account.login, status: account.status, differences, events: history.events.length };
}

async function pinnedRuleSets(client: PoolClient, phaseId: string): Promise<Map<string, RuleSet>> {
  const { rows } = await client.query<{ id: string; rules: unknown }>(
    `select r.id, r.rules from public.rule_sets r where r.phase_id = $1 and (r.state <> 'draft' or exists (select from public.accounts a where a.rule_set_id = r.id))`,
    [phaseId],
  );
  return new Map(
    rows.map(({ id, rules }) => {
      const compiled = compileRuleSet(rules);
      if (!compiled.ok) throw new Error(`The rule set ${id} does not compile: ${compiled.refusal.message}`);
      return [id, compiled.value];
    }),
  );
}

/** The market of the same snapshot, from before the first event of the phase; read whatever the rules are, since it is read once. */
async function marketOfBook(client: PoolClient, phaseId: string): Promise<MarketData> {
  const { rows } = await client.query<{ market: MarketParts }>(
    `select public.load_market(private.market_version(), coalesce(least(min(a.activated_at), min(e.at), min(t.at)), now()) - interval '40 days') as market
     from public.accounts a
     left join lateral (select min(x.occurred_at) as at from public.account_events x where x.account_id = a.id) e on true
     left join lateral (select min(x.open_time) as at from public.trades x where x.account_id = a.id) t on true where a.phase_id = $1`,
    [phaseId],
  );
  if (!rows[0]) throw new Error('The market could not be read.');
  return marketOf(rows[0].market);
}

/** Some accounts at a time. The database reads on while the last ones are judged. */
async function* accountsOf(client: PoolClient): AsyncGenerator<AccountRow[]> {
  let next = fetchRows(client);
  try {
    for (;;) {
      const { rows, error } = await next;
      if (error) throw error;
      const isLast = rows.length < ACCOUNTS;
      if (!isLast) next = fetchRows(client);
      if (rows.length > 0) yield rows;
      if (isLast) return;
    }
  } finally {
    // Whoever stops early must not send the connection its next words while it still reads.
    await next;
  }
}

/** Never rejects: it runs unwatched for a while, and a rejection that nobody watches would end the process. */
async function fetchRows(client: PoolClient): Promise<{ rows: AccountRow[]; error: unknown }> {
  try {
    return { rows: (await client.query<AccountRow>(`fetch ${ACCOUNTS} from book`)).rows, error: null };
  } catch (error) {
    return { rows: [], error };
  }
}
