// Pulling a feed: what was dropped, doubled or late on the way ends in the same facts as if all had come in time.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pullFeed } from '@/lib/trades/pull-receive';
import { receiveMessage } from '@/lib/trades/receive';
import { startFlow, type Flow } from '../flow/flow-stack';
import { visit } from '../ip/access-firm';
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
      'select complete_through, last_pull from public.connections where id = $1',
      flow.connectionId,
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

test('a message id that comes with other bytes is judged by the events in it, and an answer nobody understands stops the pull', async () => {
  const [first] = story('700002');
  const otherwise = JSON.stringify({ ...JSON.parse(first?.body ?? '{}'), timestamp: '2026-11-20T00:00:00.000Z' });
  platform.messages = [
    { id: first?.id ?? '', body: first?.body.replace('120.00', '999.00') ?? '' },
    { id: first?.id ?? '', body: otherwise },
  ];
  await pullFeed(flow.connectionId, null, new Date());
  expect((await connection())?.last_pull).toMatchObject({ quarantined: 1, duplicate: 1, recorded: 0, failed: null });
  platform.messages = [{ id: '', body: '{}' }];
  await expect(pullFeed(flow.connectionId, null, new Date())).rejects.toThrow('schema-mismatch');
});

test('a pull is not clean while what came is stored and not judged', async () => {
  await flow.openAccount('700003');
  platform.messages = story('700003').slice(0, 1);
  const before = (await connection())?.complete_through?.toISOString();
  await flow.rows(
    `create function public.busy() returns trigger language plpgsql as 'begin raise exception using errcode = ''40001''; end'`,
  );
  await flow.rows('create trigger busy before update on public.accounts for each row execute function public.busy()');
  await expect(pullFeed(flow.connectionId, null, new Date())).rejects.toThrow('not-judged');
  await flow.rows('drop function public.busy() cascade');
  expect((await connection())?.complete_through?.toISOString()).toBe(before);
  const now = new Date();
  await pullFeed(flow.connectionId, null, now);
  expect((await connection())?.complete_through?.toISOString()).toBe(now.toISOString());
});

describe('what comes in can harm nobody', () => {
  const say = async (connectionId: string, ...events: unknown[]) => {
    const body = Buffer.from(JSON.stringify({ type: 'batch', timestamp: '2026-11-20T00:00:00.000Z', events }));
    const message = {
      connection: { id: connectionId },
      webhookId: randomUUID(),
      headers: {},
      body,
      auth: 'signature' as const,
      now: new Date(),
    };
    return (JSON.parse((await receiveMessage(message)).body) as { results: Record<string, unknown>[] }).results;
  };
  const of = (login: string) => ({ account: { platform: 'mt5' as const, server: 'Example-Live', login } });
  const kept = async (id: string) =>
    (await flow.rows<{ external_id: string }>('select external_id from public.account_events where account_id = $1 order by 1', id)).map(
      ({ external_id }) => external_id,
    );

  test('an account of another source hears nothing: neither a trade nor a sign-in, and its own go in', async () => {
    const [mine, other] = [await flow.openAccount('710001'), await flow.openAccount('710002')];
    const [source] = await flow.rows<{ id: string }>(
      `insert into public.connections (slug, kind, platform, server, signing_secrets) values ('other', 'broker', 'mt5', 'Example-Live', '[]') returning id`,
    );
    await flow.rows('update public.accounts set connection_id = $2, version = version + 1 where id = $1', other, source?.id);
    const results = await say(
      flow.connectionId,
      trade('a1', '-9000.00', '2026-11-18T10:00:00.000Z', of('710001')),
      trade('b1', '-9000.00', '2026-11-18T10:00:00.000Z', of('710002')),
      visit('710002', '203.0.113.7', '2026-11-18T10:00:00.000Z'),
    );
    expect(results).toMatchObject([
      { outcome: 'recorded' },
      { outcome: 'parked', code: 'unknown-account' },
      { outcome: 'parked', code: 'unknown-account' },
    ]);
    expect(await kept(mine)).toEqual(['a1']);
    expect(await kept(other)).toEqual([]);
    expect(await flow.rows('select id from public.ip_events where account_id = $1', other)).toEqual([]);
    expect(await flow.rows(`select last_error from public.inbox where state = 'parked'`)).toEqual([
      { last_error: 'Another source feeds 710002 (other)' },
    ]);
  });

  test('an event with an instant or an amount no book can hold is kept aside, and the others of its message go in', async () => {
    const id = await flow.openAccount('710003');
    const at = '2026-11-18T10:00:00.000Z';
    const results = await say(
      flow.connectionId,
      trade('c1', '10.00', at, of('710003')),
      trade('c2', '10.00', '0001-01-01T00:00:00+01:00', of('710003')),
      trade('c3', '10.00', '0000-01-01T00:00:00.000Z', of('710003')),
      trade('c4', '9900000000000.00', at, of('710003')),
      ...Array.from({ length: 10 }, (_, index) => trade(`d${index}`, '9900000000000.00', at, of('710003'))),
      visit('710003', '203.0.113.7', '0000-01-01T00:00:00.000Z'),
      trade('e1', '20.00', at, of('710003')),
    );
    expect(results.slice(0, 4)).toMatchObject([
      { outcome: 'recorded' },
      { outcome: 'refused', code: 'bad-instant' },
      { outcome: 'refused', code: 'bad-instant' },
      { outcome: 'recorded' },
    ]);
    expect(results.at(-2)).toMatchObject({ outcome: 'refused', code: 'bad-instant' });
    expect(results.at(-1)).toMatchObject({ outcome: 'recorded' });
    const aside = results.filter(({ code }) => code === 'not-recordable').map(({ external_id }) => external_id);
    expect(aside.length).toBeGreaterThan(0);
    expect(await kept(id)).toEqual(
      ['c1', 'c4', ...Array.from({ length: 10 }, (_, index) => `d${index}`), 'e1'].filter((name) => !aside.includes(name)),
    );
    expect(await flow.rows(`select state from public.inbox where body like '%"710003"%'`)).toEqual([{ state: 'settled' }]);
  });

  test('an event the database refuses is kept aside, and those beside it go in, of its own account and of others', async () => {
    await flow.rows(`create function public.refuse_poison() returns trigger language plpgsql as
      'begin if new.external_id = ''poison'' then raise exception using errcode = ''22008''; end if; return new; end'`);
    for (const table of ['account_events', 'ip_events'])
      await flow.rows(`create trigger poison before insert on public.${table} for each row execute function public.refuse_poison()`);
    const [one, other] = [await flow.openAccount('710004'), await flow.openAccount('710005')];
    const at = '2026-11-18T10:00:00.000Z';
    const results = await say(
      flow.connectionId,
      trade('f1', '10.00', at, of('710004')),
      trade('poison', '10.00', at, of('710004')),
      trade('f2', '10.00', at, of('710004')),
      trade('g1', '10.00', at, of('710005')),
      visit('710005', '203.0.113.7', at, { external_id: 'poison' }),
      visit('710005', '203.0.113.7', at, { external_id: 'seen' }),
    );
    await flow.rows('drop function public.refuse_poison() cascade');
    const aside = { outcome: 'quarantined', code: 'not-recordable' };
    const [recorded, noted] = [{ outcome: 'recorded' }, { outcome: 'noted' }];
    expect(results).toMatchObject([recorded, aside, recorded, recorded, aside, noted]);
    expect([await kept(one), await kept(other)]).toEqual([['f1', 'f2'], ['g1']]);
  });
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
