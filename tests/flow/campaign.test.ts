// A bad day at the door: shuffled and repeated deliveries on eight connections while the web server is killed, later the worker. In the
// end every account is what an independent oracle says, nothing is lost or doubled, and each confirmed breach has its one letter.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFakeResend, type FakeResend } from '../support/fake-resend';
import { campaign } from './campaign';
import { canonical, countOf, GRACE_SECONDS, lettersOwed, lettersSent, letGracePass, sendAll, silenceWorkers } from './campaign-day';
import { expectedAccount } from './campaign-oracle';
import { startFlow, type Flow } from './flow-stack';

const SIZE = { seed: 20_261_121, accounts: 16, webhooks: 600, repeated: 30 };

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

describe(`600 webhooks of seed ${SIZE.seed}, 30 % of them repeated, with web server and worker killed`, () => {
  const { histories, deliveries } = campaign(SIZE);
  const expected = [...histories].map(([login, history]) => expectedAccount(login, history));
  const breaches = lettersOwed(expected);

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
    const refusals = await sendAll(flow, deliveries, [{ after: 250, act: restartWeb }]);
    expect(refusals).toBeGreaterThan(0);

    const endFirst = await flow.stack.startWorker();
    await expect.poll(() => countOf(flow, `public.inbox where state <> 'settled'`), { timeout: 40_000 }).toBe(0);
    await letGracePass(flow);
    await expect.poll(() => resend.mails.length, { timeout: 20_000, interval: 5 }).toBeGreaterThan(0);
    await endFirst('SIGKILL');
    await silenceWorkers(flow);
    await flow.stack.startWorker();
    await expect.poll(() => countOf(flow, `public.mail_deliveries where state not in ('sent', 'voided')`), { timeout: 40_000 }).toBe(0);

    expect(await canonical(flow)).toEqual(expected);
    expect(await countOf(flow, 'public.inbox')).toBe(new Set(deliveries.map(({ id }) => id)).size);
    expect(await countOf(flow, `public.inbox_conflicts`)).toBe(0);
    expect(await countOf(flow, `public.ingest_conflicts`)).toBe(0);
    expect(await lettersSent(flow)).toEqual(breaches);
    expect(resend.mails.map(({ to }) => to).sort()).toEqual(breaches.map((letter) => letter.split(' ')[0]).sort());
  }, 120_000);
});
