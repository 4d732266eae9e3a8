// How messages leave: in order per account, at least once under the same id, by one hand at a time, for a day, and only to where they may go.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { seal } from '@/lib/db/vault';
import { tokenClient } from '@/lib/db/clients';
import { readEndpoint } from '@/lib/outbound/read';
import { sendOutbound } from '@/lib/outbound/send';
import { queueAgain, readOn } from '@/lib/outbound/tail-send';
import { startFlow, type Flow } from '../flow/flow-stack';
import { LISTENER_SECRET, listenAt, OutsideListener } from './listener';

let flow: Flow;
let outside: OutsideListener;
let url = '';
let [first, second] = ['', ''];
beforeAll(async () => {
  flow = await startFlow({ web: false });
  first = await flow.openAccount('901');
  second = await flow.openAccount('902');
  await readOn(new Date());
});
afterAll(() => flow.close());
beforeEach(async () => {
  await outside?.close();
  outside = new OutsideListener();
  url = await outside.listen();
});

const rows: Flow['rows'] = (sql, ...values) => flow.rows(sql, ...values);
const now = Date.now();
const at = (seconds = 0) => new Date(now + seconds * 1000);
const clock = (seconds: number) => () => at(seconds);
/** The spine says that an account failed; what it says is the matter of other tests. */
const happen = (accountId: string) =>
  rows(`select private.append_events('account:' || $1, '[{"kind": "account.failed"}]', now())`, accountId);
const accountsTaken = () => outside.taken.map(({ data }) => (data.assessmentId === first ? 'first' : 'second'));
const endpointOf = async (id: string) =>
  (await rows<{ paused_at: Date | null }>('select paused_at from public.outbound_endpoints where id = $1', id))[0];

test('one account that fails waits alone, in its order, and the wait grows', async () => {
  const endpoint = await listenAt(rows, url);
  for (const account of [first, second, first, second]) await happen(account);
  await readOn(at());
  outside.refuses = ({ data }) => data.assessmentId === first;
  await sendOutbound(endpoint, clock(0));
  expect(accountsTaken()).toEqual(['second', 'second']);
  expect(outside.heard.filter(({ data }) => data.assessmentId === first)).toHaveLength(1);
  await sendOutbound(endpoint, clock(6));
  await sendOutbound(endpoint, clock(12));
  expect(outside.heard.filter(({ data }) => data.assessmentId === first)).toHaveLength(2);
  outside.refuses = () => false;
  await sendOutbound(endpoint, clock(40));
  expect(accountsTaken()).toEqual(['second', 'second', 'first', 'first']);
  const ids = outside.taken.filter(({ data }) => data.assessmentId === first).map(({ id }) => id);
  expect(ids).toEqual([...ids].sort((a, b) => a.length - b.length || (a < b ? -1 : 1)));
  // The same id each time it was tried.
  expect(new Set(outside.heard.map(({ id }) => id)).size).toBe(4);
});

test('two workers at once send each message once, and a killed one’s come again after a minute under the same id', async () => {
  const endpoint = await listenAt(rows, url);
  for (let index = 0; index < 20; index += 1) await happen(index % 2 === 0 ? first : second);
  await Promise.all([readOn(at()), readOn(at())]);
  await Promise.all([1, 2, 3].map(() => sendOutbound(endpoint, clock(0))));
  await sendOutbound(endpoint, clock(1));
  expect(outside.taken).toHaveLength(20);
  expect(new Set(outside.taken.map(({ id }) => id)).size).toBe(20);
  await happen(first);
  await readOn(at());
  const held = await flow.stack.service.rpc('claim_outbound', { p_endpoint: endpoint, p_now: at().toISOString(), p_limit: 8 });
  expect(held.data).toMatchObject({ deliveries: [{ topic: 'assessment.completed' }] });
  await sendOutbound(endpoint, clock(30));
  expect(outside.taken).toHaveLength(20);
  await sendOutbound(endpoint, clock(61));
  expect(outside.taken).toHaveLength(21);
});

test('an event that commits late is neither skipped nor overtaken on its account', async () => {
  const endpoint = await listenAt(rows, url);
  const slow = await flow.stack.sql.connect();
  try {
    await slow.query('begin');
    await slow.query(`select private.append_events('account:' || $1, '[{"kind": "account.failed"}]', now())`, [first]);
    await happen(second);
    await readOn(at());
    await sendOutbound(endpoint, clock(0));
    expect(outside.taken).toHaveLength(0);
    await slow.query('commit');
  } finally {
    slow.release();
  }
  await readOn(at());
  await sendOutbound(endpoint, clock(1));
  expect(accountsTaken().sort()).toEqual(['first', 'second']);
});

test('after a day of failing the listener is paused, staff are alerted once, and switching it on sends what waited', async () => {
  const endpoint = await listenAt(rows, url);
  await happen(first);
  await readOn(at());
  outside.refuses = () => true;
  for (const hour of [0, 1, 6, 12, 23]) await sendOutbound(endpoint, clock(hour * 3600));
  expect(await endpointOf(endpoint)).toMatchObject({ paused_at: null });
  await sendOutbound(endpoint, clock(30 * 3600));
  expect((await endpointOf(endpoint))?.paused_at).not.toBeNull();
  const tries = () => outside.heard.length + outside.forged;
  const before = tries();
  await sendOutbound(endpoint, clock(60 * 3600));
  expect(tries()).toBe(before);
  const alerts = () => rows(`select cleared_at from public.staff_alerts where kind = 'endpoint-paused' and subject = $1`, endpoint);
  for (const _ of [1, 2]) await rows('select public.tend_alerts(now())');
  expect(await alerts()).toEqual([{ cleared_at: null }]);
  const { id, accessToken } = await flow.stack.signUp('cora@outbound.test');
  await rows(`insert into public.staff (id, email, full_name, role) values ($1, 'cora@outbound.test', 'Cora', 'viewer')`, id);
  const cora = tokenClient(accessToken);
  const waiting = async () => (await readEndpoint(cora, endpoint))?.waiting;
  // Who does not read what was sent is not told that nothing waits.
  expect(await waiting()).toBeNull();
  await rows(`update public.staff set role = 'config' where id = $1`, id);
  expect(await waiting()).toBe(1);
  outside.refuses = () => false;
  const resumed = await cora.rpc('set_endpoint_active', {
    p_id: endpoint,
    p_is_active: true,
    p_reason: 'They are back.',
  });
  expect(resumed.error).toBeNull();
  await sendOutbound(endpoint, () => new Date());
  expect(outside.taken).toHaveLength(1);
  await rows('select public.tend_alerts(now())');
  expect(await alerts()).toEqual([{ cleared_at: expect.any(Date) as Date }]);
});

test('one is sent again under its id, and everything since an instant, even what was never asked for', async () => {
  const endpoint = await listenAt(rows, url, ['withdrawal.requested']);
  const [{ from }] = (await rows<{ from: Date }>('select now() as from')) as [{ from: Date }];
  await happen(first);
  await happen(second);
  await readOn(at());
  await sendOutbound(endpoint, clock(0));
  expect(outside.taken).toHaveLength(0);
  await rows('update public.outbound_endpoints set topics = $2 where id = $1', endpoint, ['assessment.completed']);
  const { id, accessToken } = await flow.stack.signUp('rika@outbound.test');
  await rows(`insert into public.staff (id, email, full_name, role) values ($1, 'rika@outbound.test', 'Rika', 'risk')`, id);
  const risk = tokenClient(accessToken);
  await risk.rpc('replay_outbound', { p: { endpoint_id: endpoint, from: from.toISOString() } });
  const [job] = await rows<{ payload: { from_event: string } }>(
    `select j.payload from graphile_worker._private_jobs j where j.key = 'outbound-replay:' || $1`,
    endpoint,
  );
  await queueAgain(endpoint, BigInt(job?.payload.from_event ?? '0'), at());
  await sendOutbound(endpoint, () => new Date());
  expect(accountsTaken()).toEqual(['first', 'second']);
  const [sent] = await rows<{ id: string }>(
    `select id from public.outbound_deliveries where endpoint_id = $1 order by event_id limit 1`,
    endpoint,
  );
  expect((await risk.rpc('replay_outbound', { p: { delivery_id: sent?.id } })).data).toEqual({ again: 1 });
  await sendOutbound(endpoint, () => new Date());
  expect(outside.taken.map(({ id: name }) => name)).toEqual([outside.taken[0]?.id, outside.taken[1]?.id, outside.taken[0]?.id]);
});

test('an account of a load test is nobody’s news', async () => {
  const [type] = await rows<{ id: string }>(`select id from public.challenge_types where product_id = 'flow'`);
  const who = { email: 'load@scale.test', full_name: 'Load Test', platform: 'other', server: 'scale:t1', login: '1' };
  const [source] = await rows<{ id: string }>(
    `insert into public.connections (slug, kind, platform, server) values ('scale-t1', 'neutral', 'other', 'scale:t1') returning id`,
  );
  const p = { ...who, connection_id: source?.id, challenge_type_id: type?.id, now: '2026-11-10T00:00:00Z' };
  const made = await flow.stack.service.rpc('open_account', { p });
  await listenAt(rows, url);
  await happen((made.data as { account_id: string }).account_id);
  expect(await readOn(at())).toBe(0);
  await happen(first);
  expect(await readOn(at())).toBeGreaterThan(0);
});

test('during a rotation both secrets sign, and afterwards only the new one', async () => {
  const endpoint = await listenAt(rows, url);
  const place = `outbound_endpoints:${endpoint}:secrets`;
  const fresh = `whsec_${Buffer.from(randomUUID()).toString('base64')}`;
  const ends = at(3600).toISOString();
  const secrets = [
    { ...seal(fresh, place), expires_at: null },
    { ...seal(LISTENER_SECRET, place), expires_at: ends },
  ];
  await rows('update public.outbound_endpoints set secrets = $2 where id = $1', endpoint, JSON.stringify(secrets));
  const sendAt = async (seconds: number, secret: string) => {
    outside.secret = secret;
    await happen(second);
    await readOn(at());
    await sendOutbound(endpoint, clock(seconds));
    return outside.taken.length;
  };
  expect(await sendAt(0, LISTENER_SECRET)).toBe(1);
  expect(await sendAt(10, fresh)).toBe(2);
  await rows(
    'update public.outbound_endpoints set secrets = $2 where id = $1',
    endpoint,
    JSON.stringify([secrets[0], { ...secrets[1], expires_at: at().toISOString() }]),
  );
  expect(await sendAt(20, LISTENER_SECRET)).toBe(2);
  expect(outside.forged).toBe(1);
});

test('a redirect, an endless answer and a private address are failures, and the log keeps what was said', async () => {
  const endpoint = await listenAt(rows, url);
  const said = async () =>
    (
      await rows<{ status: number | null; error: string | null; answer: string | null }>(
        `select t.status, t.error, t.answer from public.outbound_attempts t join public.outbound_deliveries d on d.id = t.delivery_id where d.endpoint_id = $1 order by t.id desc limit 1`,
        endpoint,
      )
    )[0];
  await happen(first);
  await readOn(at());
  outside.answer = { status: 302, body: '', headers: { location: url } };
  await sendOutbound(endpoint, clock(0));
  expect(await said()).toMatchObject({ status: null, error: 'The address answered 302, which is no answer.' });
  outside.answer = { status: 200, body: 'x'.repeat(70_000) };
  await sendOutbound(endpoint, clock(100));
  expect(await said()).toMatchObject({ status: null, error: 'The answer has more than 65536 bytes.' });
  outside.answer = { status: 418, body: 'a teapot' };
  await sendOutbound(endpoint, clock(250));
  expect(await said()).toMatchObject({ status: 418, answer: 'a teapot', error: 'answered 418' });
  const heard = outside.heard.length;
  process.env.STACK_EMBEDDED = '';
  try {
    await sendOutbound(endpoint, clock(4000));
  } finally {
    process.env.STACK_EMBEDDED = '1';
  }
  expect(await said()).toMatchObject({ status: null, error: expect.stringMatching(/begins with https/) as string });
  expect(outside.heard).toHaveLength(heard);
});

test('an event that cannot be put into words keeps nobody waiting, and is asked about once', async () => {
  const endpoint = await listenAt(rows, url);
  await rows(`select private.append_events('account:' || $1, '[{"kind": "withdrawal.requested", "data": {}}]', now())`, first);
  await happen(first);
  const [event] = await rows<{ id: string }>(`select max(id)::text as id from public.events where kind = 'withdrawal.requested'`);
  await readOn(at());
  await queueAgain(endpoint, BigInt(event?.id ?? '0'), at());
  await sendOutbound(endpoint, clock(0));
  expect(outside.taken).toHaveLength(1);
  const asked = await rows(
    `select state, evidence #>> '{payload,event_id}' as event from public.reviews where kind = 'job' and rule = 'tell-listeners'`,
  );
  expect(asked).toEqual([{ state: 'open', event: event?.id }]);
});
