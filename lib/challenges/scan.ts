// The preview of a draft over the whole book of its phase: a cursor reads events in order, one account is in memory at a time,
// and the transaction is read-only, so nothing can be written.
import type { PoolClient } from 'pg';
import type { StoredEvent } from '@/lib/accounts/loaded';
import { whatIf, type AccountHistory, type VerdictDifference } from '@/lib/challenges/what-if';
import { pool } from '@/lib/db/pool';
import { cents } from '@/lib/money';
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
const ROWS = 5_000;
const INSTANT = `'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`;
// Amounts are safe integers, which a double holds exactly; as bigint the driver would hand them over as text.
const BOOK = `declare book no scroll cursor for
  select a.id, a.login, a.status, a.rule_set_id, a.initial_balance_cents::float8 as initial_balance_cents,
    to_char(a.activated_at at time zone 'UTC', ${INSTANT}) as activated_at, e.kind, e.external_id, e.order_key,
    to_char(e.occurred_at at time zone 'UTC', ${INSTANT}) as occurred_at, e.data, t.booked_cents::float8 as booked_cents, t.net_profit_cents::float8 as net_cents
  from public.accounts a left join public.account_events e on e.account_id = a.id
  left join public.trades t on e.kind = 'reversal' and t.account_id = e.account_id and t.external_id = e.data ->> 'reverses_external_id'
  where a.phase_id = current_setting('tideline.preview_phase')::uuid order by a.id, e.order_key, e.kind, e.external_id`;

type Row = {
  id: string;
  login: string;
  status: string;
  rule_set_id: string;
  initial_balance_cents: number;
  activated_at: string | null;
} & {
  [Key in keyof StoredEvent]: StoredEvent[Key] | null;
};
type Held = Pick<Row, 'id' | 'login' | 'status' | 'rule_set_id'> & { history: AccountHistory };

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
    for await (const accounts of accountsOf(client, count)) {
      if (signal.aborted) return;
      for (const account of accounts) {
        const ruleSet = pinned.get(account.rule_set_id);
        if (!ruleSet) throw new Error(`Account ${account.id} is pinned to a rule set of another phase.`);
        const differences = whatIf(account.history, ruleSet, draft, market);
        count.done += 1;
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

/** Whole accounts, as many as each fetch completes. The database reads on while the last ones are judged. */
async function* accountsOf(client: PoolClient, count: PreviewCount): AsyncGenerator<Held[]> {
  let held: Held | null = null;
  let next = fetchRows(client);
  try {
    for (;;) {
      const { rows, error } = await next;
      if (error) throw error;
      const isLast = rows.length < ROWS;
      if (!isLast) next = fetchRows(client);
      const complete: Held[] = [];
      for (const row of rows) {
        if (held === null || held.id !== row.id) {
          if (held !== null) complete.push(held);
          held = open(row);
        }
        if (row.kind === null) continue;
        held.history.events.push(storedEvent(row));
        count.events += 1;
      }
      if (isLast && held !== null) complete.push(held);
      if (complete.length > 0) yield complete;
      if (isLast) return;
    }
  } finally {
    // Whoever stops early must not send the connection its next words while it still reads.
    await next;
  }
}

/** Never rejects: it runs unwatched for a while, and a rejection that nobody watches would end the process. */
async function fetchRows(client: PoolClient): Promise<{ rows: Row[]; error: unknown }> {
  try {
    return { rows: (await client.query<Row>(`fetch ${ROWS} from book`)).rows, error: null };
  } catch (error) {
    return { rows: [], error };
  }
}

function open({ id, login, status, rule_set_id, initial_balance_cents, activated_at }: Row): Held {
  return { id, login, status, rule_set_id, history: { activated_at, initial_balance_cents: cents(initial_balance_cents), events: [] } };
}

function storedEvent({ kind, external_id, order_key, occurred_at, data, booked_cents, net_cents }: Row): StoredEvent {
  return { kind, external_id, order_key, occurred_at, data, booked_cents, net_cents } as StoredEvent;
}
