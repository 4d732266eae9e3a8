// What is left when the web server dies between storing and recording: a raw message, and a job that finishes it. And the letter at the end.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT, trade } from '../trades/wire-samples';
import { startFakeResend, type FakeResend } from '../support/fake-resend';
import { startFlow, type Flow } from './flow-stack';

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

describe('a web server that is killed between storing and recording', () => {
  it('loses nothing: the job judges the message, and the trader gets the letter', async () => {
    const id = await flow.openAccount(ACCOUNT.login);
    const holder = await flow.stack.sql.connect();
    await holder.query('begin');
    await holder.query('select from public.accounts where id = $1 for update', [id]);
    const sent = flow.send(trade('1', '-5200.00', '2026-11-18T10:00:00.000Z'), { id: 'crash-1' }).catch((error: unknown) => error);
    const inbox = () => flow.rows<{ id: string; state: string }>(`select id, state from public.inbox where webhook_id = 'crash-1'`);
    await expect.poll(inbox, { timeout: 15_000, interval: 20 }).toHaveLength(1);
    await flow.stack.stopWeb('SIGKILL');
    expect(await sent).toBeInstanceOf(Error);
    await holder.query('rollback');
    holder.release();
    expect(await inbox()).toMatchObject([{ state: 'received' }]);
    expect(await flow.rows('select external_id from public.trades where account_id = $1', id)).toEqual([]);

    const [job] = await flow.rows<{ key: string }>(
      `select key from graphile_worker.jobs where key = 'settle:' || $1`,
      (await inbox())[0]?.id,
    );
    expect(job).toBeDefined();
    await flow.rows(
      `select graphile_worker.add_job('settle-message', payload => json_build_object('inbox_id', $1::text), job_key => 'settle:' || $1)`,
      (await inbox())[0]?.id,
    );
    await flow.stack.startWorker();
    await expect.poll(async () => (await inbox())[0]?.state, { timeout: 25_000 }).toBe('settled');
    expect(await flow.rows('select status from public.accounts where id = $1', id)).toEqual([{ status: 'failed' }]);
    await expect.poll(() => resend.mails.map((mail) => mail.to), { timeout: 25_000 }).toEqual([`${ACCOUNT.login}@trader.test`]);

    await flow.stack.startWeb();
    const again = await flow.send(trade('1', '-5200.00', '2026-11-18T10:00:00.000Z'), { id: 'crash-1' });
    expect(again.json.results).toMatchObject([{ external_id: '1', outcome: 'recorded', account_id: id, verdict: 'breach' }]);
    expect(resend.mails).toHaveLength(1);
  }, 90_000);
});
