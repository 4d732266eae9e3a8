// The preview of a draft over the whole book of its phase: a cursor reads events in order, one account is in memory at a time,
// and the transaction is read-only, so nothing can be written.
import type { PoolClient } from 'pg';
import { BOOK, toldHistory, type AccountRow } from '@/lib/challenges/book-rows';
import { compareRules, type VerdictDifference } from '@/lib/challenges/what-if';
import { pool } from '@/lib/db/pool';
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

/** Accounts shown as examples; all the others are counted. */
const EXAMPLES = 200;
const ACCOUNTS = 50;

/** Progress, the accounts that differ, and an end; without an end the preview is not finished. Stops when the signal says so. */
export async function* previewDraft(draft: RuleSet, phaseId: string, signal: AbortSignal): AsyncGenerator<PreviewStep> {
  const began = performance.now();
  const client = await pool().connect();
  const count: PreviewCount = { done: 0, total: 0, events: 0, differing: 0, verdicts: 0 };
  try {
    await client.query('begin isolation level repeatable read read only');
    await client.query(`select set_config('tideline.preview_phase', $1, true), set_config('jit', 'off', true)`, [phaseId]);
    const pinned = await pinnedRuleSets(client, phaseId);
    count.total =
      (await client.query<{ n: number }>('select count(*)::int as n from public.accounts where phase_id = $1', [phaseId])).rows[0]?.n ?? 0;
    yield { kind: 'progress', ...count };
    const market = await marketOfBook(client, phaseId);
    await client.query(BOOK);
    let told = 0;
    for await (const accounts of accountsOf(client)) {
      if (signal.aborted) return;
      for (const account of accounts) {
        const ruleSet = pinned.get(account.rule_set_id);
        if (!ruleSet) throw new Error(`Account ${account.id} is pinned to a rule set of another phase.`);
        const history = toldHistory(account);
        const differences = compareRules(history, ruleSet, draft, market);
        count.done += 1;
        count.events += history.events.length;
        if (differences.length === 0) continue;
        count.differing += 1;
        count.verdicts += differences.length;
        told += 1;
        if (told <= EXAMPLES) yield { kind: 'account', account_id: account.id, login: account.login, status: account.status, differences };
      }
      yield { kind: 'progress', ...count };
    }
    yield { kind: 'end', ...count, seconds: Math.round(performance.now() - began) / 1000 };
  } finally {
    // A cancelled preview ends here too; a connection that cannot be rolled back is thrown away.
    await client.query('rollback').then(
      () => client.release(),
      (error: Error) => client.release(error),
    );
  }
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
