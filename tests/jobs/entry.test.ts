// The worker as it really runs: its own process, the real task list, a letter owed in the database, a provider on loopback.
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { kept, owe } from '../mail/owed-mail';
import { startFakeResend, type FakeResend } from '../support/fake-resend';
import { startTestStack, type TestStack } from '../support/stack';

let stack: TestStack;
let provider: FakeResend;

beforeAll(async () => {
  provider = await startFakeResend();
  stack = await startTestStack({ environment: { RESEND_API_KEY: 're_test', RESEND_BASE_URL: provider.url } });
});
afterAll(async () => {
  await stack.close();
  await provider.close();
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await condition()) return;
    await pause(100);
  }
  throw new Error('it never happened');
}
const beats = async () => (await stack.sql.query('select from private.worker_beats')).rowCount;

test('a queued letter leaves by the worker process, which beats while it runs and goes quietly', async () => {
  const owed = await owe(stack);
  await stack.sql.query("select graphile_worker.add_job('send-mail', json_build_object('delivery_id', $1::text))", [owed.delivery]);
  const stop = await stack.startWorker();
  await until(async () => (await kept(stack, owed))?.state === 'sent');
  expect(provider.mails.map((mail) => mail.to)).toEqual([`${owed.login}@trader.test`]);
  expect(await beats()).toBe(1);
  await stop();
  expect(await beats()).toBe(0);
  expect((await stack.sql.query('select from graphile_worker.jobs')).rowCount).toBe(0);
});

test('a job that is used up becomes a review, once', async () => {
  const add = "select graphile_worker.add_job('send-mail', '{\"wrong\": true}', max_attempts => 1)";
  await stack.sql.query(add);
  const stop = await stack.startWorker();
  const reviews = () => stack.sql.query<{ rule: string }>("select rule from public.reviews where kind = 'job'");
  await until(async () => (await reviews()).rowCount === 1);
  await stop();
  expect((await reviews()).rows).toEqual([{ rule: 'send-mail' }]);
});
