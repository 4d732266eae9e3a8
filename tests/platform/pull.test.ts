// Pulling a feed: what was dropped, doubled or late on the way ends in the same facts as if all had come in time.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pullFeed } from '@/lib/trades/pull-receive';
import { receiveMessage } from '@/lib/trades/receive';
import { startFlow, type Flow } from '../flow/flow-stack';
import { trade } from '../trades/wire-samples';
import { ListeningPlatform, type Message } from './listening-platform';

let flow: Flow;
let platform: ListeningPlatform;
beforeAll(async () => {
  flow = await startFlow({ web: false });
  platform = new ListeningPlatform();
  await flow.rows('update public.connections set resync_url = $1, rate_limit = 5', await platform.listen());
});
afterAll(async () => {
  await platform.close();
  await flow.close();
});

const GAINS = ['120.00', '-80.50', '300.00', '-1500.00', '40.25', '910.10', '-75.00', '33.33', '-640.00', '5.05'];
const story = (login: string): Message[] =>
  GAINS.map((gross, index) => {
    const closed = new Date(Date.parse('2026-11-17T09:00:00Z') + index * 5_400_000).toISOString();
    const event = trade(`${login}-${index}`, gross, closed, { account: { platform: 'mt5', server: 'Example-Live', login } });
    return { id: `msg-${login}-${index}`, body: JSON.stringify({ ...event, timestamp: closed }) };
  });
const post = ({ id, body }: Message) =>
  receiveMessage({
    connection: { id: flow.connectionId },
    webhookId: id,
    headers: {},
    body: Buffer.from(body),
    auth: 'import',
    now: new Date(),
  });
const factsOf = async (id: string) => {
  const [row] = await flow.rows<{ facts: Record<string, unknown> }>('select facts from public.account_facts where account_id = $1', id);
  return JSON.stringify(row?.facts).replaceAll(/70000[12]/g, 'login');
};
const connection = async () =>
  (
    await flow.rows<{ complete_through: Date | null; last_pull: Record<string, unknown> | null }>(
      'select complete_through, last_pull from public.connections',
    )
  )[0];

test('dropped, doubled and late deliveries end in the facts of the undisturbed story', async () => {
  const undisturbed = await flow.openAccount('700001');
  const disturbed = await flow.openAccount('700002');
  for (const message of story('700001')) await post(message);
  const all = story('700002');
  const [first, , third] = all;
  if (!first || !third) throw new Error('the story is too short');
  for (const message of [third, first, third]) await post(message);
  platform.messages = [...all, ...all.slice(0, 3)];
  platform.pageSize = 4;
  const now = new Date();
  await pullFeed(flow.connectionId, null, now);
  expect(await factsOf(disturbed)).toBe(await factsOf(undisturbed));
  const { complete_through, last_pull } = (await connection()) ?? {};
  expect(last_pull).toMatchObject({ messages: 13, known: 5, recorded: 8, failed: null });
  expect(complete_through?.toISOString()).toBe(now.toISOString());
  await pullFeed(flow.connectionId, null, new Date());
  expect((await connection())?.last_pull).toMatchObject({ messages: 13, known: 13, recorded: 0 });
  const sources = await flow.rows<{ source: string; count: string }>(
    'select source, count(*) from public.account_events where account_id = $1 group by 1 order by 1',
    disturbed,
  );
  expect(sources).toEqual([
    { source: 'api', count: '8' },
    { source: 'csv', count: '2' },
  ]);
});

test('a feed that fails half way moves nothing forward, says why, and recovers', async () => {
  const before = (await connection())?.complete_through?.toISOString();
  platform.mood = 'asleep';
  await expect(pullFeed(flow.connectionId, null, new Date())).rejects.toThrow('transient');
  expect((await connection())?.complete_through?.toISOString()).toBe(before);
  expect((await connection())?.last_pull).toMatchObject({ failed: { code: 'transient' } });
  platform.mood = 'awake';
  await pullFeed(flow.connectionId, null, new Date());
  expect((await connection())?.last_pull).toMatchObject({ failed: null });
  const told = await flow.rows<{ kind: string }>(`select kind from public.events where kind like 'connection.%' order by id`);
  expect(told.map(({ kind }) => kind)).toEqual(['connection.pulled', 'connection.pull-failed', 'connection.pulled']);
});

test('a message id that comes with other bytes is kept aside, and an answer nobody understands stops the pull', async () => {
  const [first] = story('700002');
  platform.messages = [{ id: first?.id ?? '', body: first?.body.replace('120.00', '999.00') ?? '' }];
  await pullFeed(flow.connectionId, null, new Date());
  expect((await connection())?.last_pull).toMatchObject({ quarantined: 1, recorded: 0 });
  platform.messages = [{ id: '', body: '{}' }];
  await expect(pullFeed(flow.connectionId, null, new Date())).rejects.toThrow('schema-mismatch');
});

test('asking again about one account is asked of its feed', async () => {
  platform.messages = story('700002');
  const [row] = await flow.rows<{ id: string }>(`select id from public.accounts where login = '700002'`);
  await flow.rows('select private.pull_account($1, now())', row?.id);
  const jobs = await flow.rows<{ key: string }>(`select key from graphile_worker.jobs where task_identifier = 'pull-feed'`);
  expect(jobs.map(({ key }) => key)).toEqual([`pull:${flow.connectionId}:${row?.id}`]);
  await pullFeed(flow.connectionId, row?.id ?? randomUUID(), new Date());
  expect((await connection())?.last_pull).toMatchObject({ account_id: row?.id, known: 10 });
});
