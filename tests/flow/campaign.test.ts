// A bad day at the door: shuffled and repeated deliveries on eight connections while the web server is killed, later the worker. In the
// end every account is what an independent oracle says, nothing is lost or doubled, and each confirmed breach has its one letter.
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFakeResend, type FakeResend } from '../support/fake-resend';
import { campaign, type Delivery } from './campaign';
import { expectedAccount, type ExpectedAccount } from './campaign-oracle';
import { startFlow, type Flow } from './flow-stack';

const SIZE = { seed: 20_261_121, accounts: 16, webhooks: 600, repeated: 30 };
const CONNECTIONS = 8;
/** Longer than the test, which lets it pass when everything has been said. */
const GRACE_SECONDS = 3_600;

let flow: Flow;
let resend: FakeResend;
beforeAll(async () => {
  resend = await startFakeResend();
  const environment = { RESEND_API_KEY: 're_test', RESEND_BASE_URL: resend.url };
  flow = await startFlow({ environment, graceSeconds: GRACE_SECONDS });
});
afterAll(async () => {
  await flow?.close();
  await resend?.close();
});

/** A sender as brokers are: the same bytes under the same id until it hears a 2xx. Answers how often it was refused or not heard. */
async function sendUntilTaken({ id, message }: Delivery): Promise<number> {
  for (let tries = 0; ; tries += 1) {
    const answer = await flow.send(message, { id }).catch(() => null);
    if (answer && answer.status < 300) return tries;
    if (answer && answer.status < 500 && answer.status !== 408 && answer.status !== 429) throw new Error(`${id}: ${answer.text}`);
    await pause(200);
  }
}

/** Sends everything; each trouble begins when its number of deliveries has been taken, while the others are under way. */
async function sendAll(deliveries: Delivery[], troubles: { after: number; act: () => Promise<unknown> }[]): Promise<number> {
  const waiting = [...deliveries];
  const due = [...troubles];
  const acts: Promise<unknown>[] = [];
  let [taken, refusals] = [0, 0];
  const connection = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      refusals += await sendUntilTaken(next);
      taken += 1;
      if (due[0] && taken >= due[0].after) acts.push(due.shift()?.act() ?? Promise.resolve());
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  await Promise.all(acts);
  return refusals;
}

/** Lets an hour pass for the verdicts' grace. Letters follow: one that looks before its verdict is confirmed waits another minute. */
async function letGracePass(): Promise<void> {
  await flow.rows(`update public.risk_violations set confirm_after = now() - interval '1 second' where state = 'provisional'`);
  await makeDue('confirm-violation', 'settle-message');
  await expect.poll(() => count(`public.risk_violations where state = 'provisional'`), { timeout: 30_000 }).toBe(0);
  await flow.rows(`update public.mail_deliveries set run_at = now() - interval '1 second' where state = 'queued'`);
  await makeDue('send-mail');
}
const makeDue = (...names: string[]): Promise<unknown> =>
  flow.rows(
    'select graphile_worker.reschedule_jobs(array_agg(id), run_at := now()) from graphile_worker.jobs where task_identifier = any($1)',
    names,
  );

const COLUMNS = `a.login, a.status, f.balance_cents::text as balance, f.equity_cents::text as equity, f.high_water_cents::text as high_water,
  f.cumulative_profit_cents::text as profit,
  (select json_agg(e.external_id order by e.external_id collate "C") from public.account_events e where e.account_id = a.id) as events,
  (select json_agg(json_build_object('trading_day', d.trading_day, 'start_balance', d.start_balance_cents::text,
     'start_equity', d.start_equity_cents::text, 'pnl', d.pnl_cents::text, 'trades', d.trades, 'wins', d.wins, 'losses', d.losses,
     'is_breached', d.is_breached) order by d.trading_day) from public.daily_stats d where d.account_id = a.id) as days,
  (select coalesce(json_agg(json_build_object('rule', v.rule, 'breached_at', to_char(v.breached_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
     'measured', v.measured_value::text, 'threshold', v.threshold_value::text) order by v.rule), '[]')
     from public.risk_violations v where v.account_id = a.id and v.outcome = 'breach' and v.state = 'confirmed') as breaches`;

const canonical = (): Promise<ExpectedAccount[]> =>
  flow.rows<ExpectedAccount>(
    `select ${COLUMNS} from public.accounts a join public.account_facts f on f.account_id = a.id order by a.login`,
  );
const count = async (sql: string): Promise<number> => (await flow.rows<{ n: number }>(`select count(*)::int as n from ${sql}`))[0]?.n ?? -1;

/** A killed worker's locks are freed after two minutes of silence; the silence is written back instead of waited for. */
const silenceWorkers = (): Promise<unknown> => flow.rows(`update private.worker_beats set beat_at = beat_at - interval '5 minutes'`);

describe(`600 webhooks of seed ${SIZE.seed}, 30 % of them repeated, with web server and worker killed`, () => {
  const { histories, deliveries } = campaign(SIZE);
  const expected = [...histories].map(([login, history]) => expectedAccount(login, history));
  const breaches = expected.flatMap((account) => account.breaches.map(({ rule }) => `${account.login}@trader.test ${rule}`));

  it('are a day on which some accounts fail and some do not', () => {
    expect(deliveries).toHaveLength(SIZE.webhooks);
    expect(breaches.length).toBeGreaterThan(3);
    expect(expected.filter(({ status }) => status === 'active').length).toBeGreaterThan(3);
  });

  it('lose nothing and double nothing', async () => {
    for (const login of histories.keys()) await flow.openAccount(login);
    const restartWeb = async () => {
      await flow.stack.stopWeb('SIGKILL');
      await flow.stack.startWeb();
    };
    const refusals = await sendAll(deliveries, [{ after: 250, act: restartWeb }]);
    expect(refusals).toBeGreaterThan(0);

    const endFirst = await flow.stack.startWorker();
    await expect.poll(() => count(`public.inbox where state <> 'settled'`), { timeout: 40_000 }).toBe(0);
    await letGracePass();
    await expect.poll(() => resend.mails.length, { timeout: 20_000, interval: 5 }).toBeGreaterThan(0);
    await endFirst('SIGKILL');
    await silenceWorkers();
    await flow.stack.startWorker();
    await expect.poll(() => count(`public.mail_deliveries where state not in ('sent', 'voided')`), { timeout: 40_000 }).toBe(0);

    expect(await canonical()).toEqual(expected);
    expect(await count('public.inbox')).toBe(new Set(deliveries.map(({ id }) => id)).size);
    expect(await count(`public.inbox_conflicts`)).toBe(0);
    expect(await count(`public.ingest_conflicts`)).toBe(0);
    const letters = await flow.rows<{ letter: string }>(
      `select m.to_email || ' ' || v.rule as letter from public.mail_deliveries m join public.risk_violations v on v.id = m.violation_id
        where m.state = 'sent' order by 1`,
    );
    expect(letters.map(({ letter }) => letter)).toEqual([...breaches].sort());
    expect(resend.mails.map(({ to }) => to).sort()).toEqual(breaches.map((letter) => letter.split(' ')[0]).sort());
  }, 120_000);
});
