// One bad day of deliveries, lived through: a sender that repeats until it hears a 2xx, troubles that begin while it sends, the grace that
// passes, the letters that leave. And what the database then says of every account, in the words of the oracle.
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Delivered, SendOptions } from './firm';
import type { Delivery } from './campaign';
import type { ExpectedAccount } from './campaign-oracle';

/** Longer than any day of a test, which lets it pass when everything has been said. */
export const GRACE_SECONDS = 3_600;
const CONNECTIONS = 8;

export interface DayFlow {
  send: (message: unknown, options?: SendOptions) => Promise<Delivered>;
  rows: <T = Record<string, unknown>>(sql: string, ...values: unknown[]) => Promise<T[]>;
}
export interface Trouble {
  /** After so many deliveries have been taken. */
  after: number;
  act: () => Promise<unknown>;
}

/** A sender as brokers are: the same bytes under the same id until it hears a 2xx. Answers how often it was refused or not heard. */
async function sendUntilTaken(flow: DayFlow, { id, message }: Delivery): Promise<number> {
  for (let tries = 0; ; tries += 1) {
    const answer = await flow.send(message, { id }).catch(() => null);
    if (answer && answer.status < 300) return tries;
    if (answer && answer.status < 500 && answer.status !== 408 && answer.status !== 429) throw new Error(`${id}: ${answer.text}`);
    await pause(200);
  }
}

/** Sends everything; each trouble begins when its number of deliveries has been taken, while the others are under way. */
export async function sendAll(flow: DayFlow, deliveries: Delivery[], troubles: Trouble[]): Promise<number> {
  const waiting = [...deliveries];
  const due = [...troubles];
  const acts: Promise<unknown>[] = [];
  let [taken, refusals] = [0, 0];
  const connection = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      refusals += await sendUntilTaken(flow, next);
      taken += 1;
      if (due[0] && taken >= due[0].after) acts.push(due.shift()?.act() ?? Promise.resolve());
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  await Promise.all(acts);
  return refusals;
}

export const countOf = async (flow: DayFlow, sql: string): Promise<number> =>
  (await flow.rows<{ n: number }>(`select count(*)::int as n from ${sql}`))[0]?.n ?? -1;

const makeDue = (flow: DayFlow, ...names: string[]): Promise<unknown> =>
  flow.rows(
    'select graphile_worker.reschedule_jobs(array_agg(id), run_at := now()) from graphile_worker.jobs where task_identifier = any($1)',
    names,
  );

/** Lets an hour pass for the verdicts' grace. Letters follow: one that looks before its verdict is confirmed waits another minute. */
export async function letGracePass(flow: DayFlow): Promise<void> {
  await flow.rows(`update public.risk_violations set confirm_after = now() - interval '1 second' where state = 'provisional'`);
  await makeDue(flow, 'confirm-violation', 'settle-message');
  await expect.poll(() => countOf(flow, `public.risk_violations where state = 'provisional'`), { timeout: 30_000 }).toBe(0);
  await flow.rows(`update public.mail_deliveries set run_at = now() - interval '1 second' where state = 'queued'`);
  await makeDue(flow, 'send-mail');
}

/** A killed worker's locks are freed after two minutes of silence; the silence is written back instead of waited for. */
export const silenceWorkers = (flow: DayFlow): Promise<unknown> =>
  flow.rows(`update private.worker_beats set beat_at = beat_at - interval '5 minutes'`);

/** Days after an account's last event are closed by the clock, if a worker happens to run long enough, and are no word of the broker's. */
const COLUMNS = `a.login, a.status, f.balance_cents::text as balance, f.equity_cents::text as equity, f.high_water_cents::text as high_water,
  f.cumulative_profit_cents::text as profit,
  (select json_agg(e.external_id order by e.external_id collate "C") from public.account_events e where e.account_id = a.id) as events,
  (select json_agg(json_build_object('trading_day', d.trading_day, 'start_balance', d.start_balance_cents::text,
     'start_equity', d.start_equity_cents::text, 'pnl', d.pnl_cents::text, 'trades', d.trades, 'wins', d.wins, 'losses', d.losses,
     'is_breached', d.is_breached) order by d.trading_day) from public.daily_stats d where d.account_id = a.id
     and d.trading_day <= (select (max(e.occurred_at) at time zone 'UTC')::date from public.account_events e where e.account_id = a.id)) as days,
  (select coalesce(json_agg(json_build_object('rule', v.rule, 'breached_at', to_char(v.breached_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
     'measured', v.measured_value::text, 'threshold', v.threshold_value::text) order by v.rule), '[]')
     from public.risk_violations v where v.account_id = a.id and v.outcome = 'breach' and v.state = 'confirmed') as breaches`;

export const canonical = (flow: DayFlow): Promise<ExpectedAccount[]> =>
  flow.rows<ExpectedAccount>(
    `select ${COLUMNS} from public.accounts a join public.account_facts f on f.account_id = a.id order by a.login`,
  );

/** The letters that were sent, as `address rule`. */
export const lettersSent = async (flow: DayFlow): Promise<string[]> => {
  const letters = await flow.rows<{ letter: string }>(
    `select m.to_email || ' ' || v.rule as letter from public.mail_deliveries m join public.risk_violations v on v.id = m.violation_id
      where m.state = 'sent' order by 1`,
  );
  return letters.map(({ letter }) => letter);
};

/** Each breach of an oracle's accounts as the letter it must have caused. */
export const lettersOwed = (expected: readonly ExpectedAccount[]): string[] =>
  expected.flatMap((account) => account.breaches.map(({ rule }) => `${account.login}@trader.test ${rule}`)).sort();
