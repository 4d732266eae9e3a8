// Two web servers and three workers on one database: every message arrives at both at the same moment, and the firm ends as if one
// process had heard each once. Its twin, told by one process, is the measure.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFakeResend, type FakeResend } from '../support/fake-resend';
import { ACCOUNT, trade, type WireEvent } from '../trades/wire-samples';
import { post } from './firm';
import { startFlow, type Flow } from './flow-stack';

const ACCOUNTS = 8;
const TRADES = 12;

let flow: Flow;
let resend: FakeResend;
beforeAll(async () => {
  resend = await startFakeResend();
  flow = await startFlow({ environment: { RESEND_API_KEY: 're_test', RESEND_BASE_URL: resend.url } });
});
afterAll(async () => {
  await flow?.close();
  await resend?.close();
});

/** Draws that are the same in every run. */
function draws(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
}

/** The trades of one account over two days; every third account breaks its daily loss on the way. */
function history(login: string, account: number): WireEvent[] {
  const draw = draws(account + 1);
  return Array.from({ length: TRADES }, (_, index) => {
    const loses = account % 3 === 0 && index === TRADES - 4;
    const gross = loses ? '-7300.00' : `${Math.floor(draw() * 900) - 400}.${String(Math.floor(draw() * 100)).padStart(2, '0')}`;
    const at = new Date(Date.UTC(2026, 10, 17 + Math.floor(index / 6), 9 + (index % 6), account)).toISOString();
    return trade(`${index}`, gross.startsWith('-0.') ? '0.50' : gross, at, { account: { ...ACCOUNT, login } });
  });
}

/** What may not differ: standing, money, verdicts and what was recorded, but no ids and no moments of arrival. */
const standing = (prefix: string) =>
  flow.rows(
    `select right(a.login, 1) as account, a.status, f.balance_cents, f.high_water_cents, f.cumulative_profit_cents, f.last_event_key,
       (select count(*)::int from public.trades t where t.account_id = a.id) as trades,
       (select jsonb_agg(jsonb_build_object('rule', v.rule, 'at', v.breached_at, 'measured', v.measured_value, 'limit', v.threshold_value, 'state', v.state)
          order by v.rule, v.instance, v.breached_at) from public.risk_violations v where v.account_id = a.id and v.state <> 'withdrawn') as verdicts
     from public.accounts a join public.account_facts f on f.account_id = a.id where a.login like $1 order by a.login`,
    `${prefix}%`,
  );

const waiting = async (): Promise<number> =>
  (
    await flow.rows<{ jobs: number }>(
      `select count(*)::int as jobs from graphile_worker.jobs where run_at <= now() and attempts < max_attempts
         and task_identifier in ('settle-message', 'send-mail', 'confirm-violation', 'send-platform-order', 'check-login')`,
    )
  )[0]?.jobs ?? 0;

test('two web servers and three workers end where one process ends, and no letter leaves twice', async () => {
  const logins = (prefix: string) => Array.from({ length: ACCOUNTS }, (_, index) => `${prefix}${index}`);
  for (const login of [...logins('9700'), ...logins('9800')]) await flow.openAccount(login);
  for (const [index, login] of logins('9700').entries()) {
    for (const event of history(login, index)) expect((await flow.send(event)).status).toBe(200);
  }
  const second = await flow.stack.startAnotherWeb();
  await Promise.all([flow.stack.startWorker(), flow.stack.startWorker(), flow.stack.startWorker()]);

  // Each account's trades come in order, each message to both servers at the same moment; the accounts all at once.
  const told = async (login: string, index: number) => {
    const answers: { status: number; text: string }[] = [];
    for (const event of history(login, index)) {
      const id = `many-${login}-${String(event.data.external_id)}`;
      answers.push(...(await Promise.all([flow.base, second].map((base) => post(base, event, { id })))));
    }
    return answers;
  };
  const answers = (await Promise.all(logins('9800').map(told))).flat();
  expect(answers.filter(({ status }) => status >= 300 && status !== 503).map(({ text }) => text)).toEqual([]);
  await expect
    .poll(() => flow.rows(`select id from public.inbox where state <> 'settled'`), { timeout: 40_000, interval: 250 })
    .toEqual([]);
  await expect.poll(waiting, { timeout: 40_000, interval: 250 }).toBe(0);

  const [one, many] = [await standing('9700'), await standing('9800')];
  expect(one).toHaveLength(ACCOUNTS);
  expect(one.filter(({ status }) => status === 'failed')).toHaveLength(3);
  expect(many).toEqual(one);
  // A letter that a late trade overtook is voided; whatever was sent was handed over once.
  const sent = await flow.rows<{ id: string }>(`select id from public.mail_deliveries where state in ('sent', 'delivered')`);
  expect(resend.mails).toHaveLength(sent.length);
  expect(new Set(resend.mails.map(({ key }) => key)).size).toBe(sent.length);
  expect(sent.length).toBeGreaterThan(0);
  const twiceDone = await flow.rows(
    `select account_id, kind, count(*) from public.events where kind in ('account.failed', 'account.activated') group by 1, 2, data ->> 'violation_id' having count(*) > 1`,
  );
  expect(twiceDone).toEqual([]);
}, 180_000);
