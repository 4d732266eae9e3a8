// Measures every account that traded since the last time, compares it with its own past and with the others of its product, and records what
// stands out. Past the line a person is asked; no account is touched.
import { populationOf, type Features, type Population } from '@/lib/abuse/anomaly';
import { anomalyOf, isAsked, isListed, measured, signalOf, type Measured } from '@/lib/abuse/anomaly-signal';
import { ENOUGH_POSITIONS, positionsOf, type Slice } from '@/lib/abuse/behaviour';
import { callFunction } from '@/lib/db/call';
import { serviceClient } from '@/lib/db/clients';
import { pool } from '@/lib/db/pool';
import type { Reset } from '@/lib/day';

const CHUNK = 50;
const MOST_ACCOUNTS = 5_000;
const UTC: Reset = { tz: 'UTC', time: '00:00' };

interface Due {
  account_id: string;
  challenge_type_id: string;
  through: string;
  reset: Reset | null;
}

/** The job `scan-behaviour`. The same trades make the same signals, so it may run as often as one likes. */
export async function scanBehaviour(now: Date): Promise<Record<string, number>> {
  const due = await dueAccounts();
  const all: { due: Due; one: Measured }[] = [];
  for (let from = 0; from < due.length; from += CHUNK) {
    const chunk = due.slice(from, from + CHUNK);
    const measuredNow = await measureChunk(chunk);
    const rows = measuredNow.map(({ due: { account_id, through }, one }) => ({
      account_id,
      through,
      positions: one.positions,
      features: one.whole,
    }));
    await callFunction(serviceClient(), 'save_behaviour', { p: { rows } });
    all.push(...measuredNow.filter(({ one }) => one.positions >= ENOUGH_POSITIONS));
  }
  const populations = await populationsOf([...new Set(due.map(({ challenge_type_id }) => challenge_type_id))]);
  const listed = await listedAccounts();
  let [signals, asked] = [0, 0];
  for (const { due: account, one } of all) {
    const anomaly = anomalyOf(one, populations.get(account.challenge_type_id) ?? populationOf([]));
    if (!isListed(anomaly) && !listed.has(one.account_id)) continue;
    const p = { now: now.toISOString(), signals: [signalOf(one, anomaly)] };
    const told = await callFunction<{ signals: { id: string }[] }>(serviceClient(), 'record_signals', { p });
    signals += 1;
    const id = told.signals[0]?.id;
    if (!id || !isAsked(anomaly)) continue;
    const opened = await callFunction<string | null>(serviceClient(), 'question_behaviour', { p_signal: id, p_now: now.toISOString() });
    asked += opened === null ? 0 : 1;
  }
  return { accounts: due.length, signals, asked };
}

/** Ten minutes are looked at twice, because a trade may be stored while the last search was reading. */
async function dueAccounts(): Promise<Due[]> {
  const { rows } = await pool().query<Due>(
    `select a.id as account_id, a.challenge_type_id, max(t.created_at)::text as through, r.rules -> 'reset' as reset from public.trades t
      join public.accounts a on a.id = t.account_id join public.rule_sets r on r.id = a.rule_set_id
      where a.server not like 'scale:%' and t.created_at > coalesce((select max(b.through) - interval '10 minutes' from private.account_behaviour b), '-infinity')
      group by a.id, r.id order by max(t.created_at), a.id limit $1`,
    [MOST_ACCOUNTS],
  );
  return rows;
}

async function measureChunk(chunk: Due[]): Promise<{ due: Due; one: Measured }[]> {
  const { rows } = await pool().query<Slice & { account_id: string }>(
    `select t.account_id, t.id, coalesce(t.position_id, t.external_id) as position_id, t.symbol, t.type as side, t.lots::text as lots,
        (extract(epoch from t.open_time) * 1000)::float8 as opened_at, (extract(epoch from t.close_time) * 1000)::float8 as closed_at,
        t.net_profit_cents::float8 as net_cents, t.magic_number as magic, t.close_reason as reason
      from public.trades t where t.account_id = any ($1::uuid[]) and t.reverses_id is null
        and not exists (select from public.trades y where y.reverses_id = t.id) order by t.account_id, t.close_time, t.id`,
    [chunk.map(({ account_id }) => account_id)],
  );
  const slices = new Map<string, Slice[]>(chunk.map(({ account_id }) => [account_id, []]));
  for (const { account_id, ...slice } of rows) slices.get(account_id)?.push(slice);
  return chunk.map((due) => ({ due, one: measured(due.account_id, positionsOf(slices.get(due.account_id) ?? []), due.reset ?? UTC) }));
}

async function populationsOf(challenges: string[]): Promise<Map<string, Population>> {
  const { rows } = await pool().query<{ challenge_type_id: string; features: Features }>(
    'select challenge_type_id, features from private.account_behaviour where challenge_type_id = any ($1::uuid[]) and positions >= $2',
    [challenges, ENOUGH_POSITIONS],
  );
  return new Map(
    challenges.map((id) => [id, populationOf(rows.filter(({ challenge_type_id }) => challenge_type_id === id).map((row) => row.features))]),
  );
}

async function listedAccounts(): Promise<Set<string>> {
  const { rows } = await pool().query<{ account_a: string }>(
    "select account_a from public.abuse_signals where kind = 'anomaly' and account_a is not null and state in ('open', 'watch')",
  );
  return new Set(rows.map(({ account_a }) => account_a));
}
