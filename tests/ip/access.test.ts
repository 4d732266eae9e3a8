// From a login the broker tells of to a question about two traders: received, kept once, compared, masked, allowed, on the real database.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scanBehaviour } from '@/lib/abuse/anomaly-scan';
import { scanAccess } from '@/lib/abuse/shared-ip-scan';
import { as } from '../db/stage';
import type { TestStack } from '../support/stack';
import { ACCOUNT, trade } from '../trades/wire-samples';
import { RANGES, startAccessFirm, visit, type AccessFirm } from './access-firm';

const NOW = new Date();
const ago = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000).toISOString();
let stack: TestStack;
let firm: AccessFirm;
let people: AccessFirm['people'];
let accounts: AccessFirm['accounts'];
const account = (login: string) => firm.account(login);
const deliver: AccessFirm['deliver'] = (...events) => firm.deliver(...events);
const rows: AccessFirm['rows'] = (text, ...values) => firm.rows(text, ...values);
const ask: AccessFirm['ask'] = (role, text, values, keep) => firm.ask(role, text, values, keep);

beforeAll(async () => {
  firm = await startAccessFirm(NOW);
  ({ stack, people, accounts } = firm);
});
afterAll(() => stack?.close());

describe('a login the broker tells of', () => {
  test('is kept with its address, its machine as a digest and its message, beside a trade that is judged', async () => {
    await account('100');
    const told = visit('100', '::ffff:203.0.113.7', ago(2), { device: 'CID-1', client: 'MT5 5.0' });
    const { status, results } = await deliver(told, trade('t1', '10.00', ago(1), { account: { ...ACCOUNT, login: '100' } }));
    expect(status).toBe(200);
    expect(results).toMatchObject([{ outcome: 'noted' }, { outcome: 'recorded' }]);
    expect(
      await rows(
        `select host(ip) as ip, e.kind, client, length(device_hash) as digest, i.state from public.ip_events e join public.inbox i on i.id = e.inbox_id where account_id = $1`,
        accounts['100'],
      ),
    ).toEqual([{ ip: '203.0.113.7', kind: 'login', client: 'MT5 5.0', digest: 32, state: 'settled' }]);
  });

  test('told twice is kept once, and told otherwise under its id is not believed', async () => {
    await account('101');
    const told = visit('101', '203.0.113.8', ago(2));
    expect((await deliver(told)).results).toMatchObject([{ outcome: 'noted' }]);
    expect((await deliver(told)).results).toMatchObject([{ outcome: 'duplicate' }]);
    const other = { ...told, data: { ...told.data, address: '203.0.113.9' } };
    expect((await deliver(other)).results).toMatchObject([{ outcome: 'quarantined', code: 'content-conflict' }]);
    expect(await rows('select id from public.ip_events where account_id = $1', accounts['101'])).toHaveLength(1);
  });

  test('with an address that is none, or from the future, is told so and takes nothing else with it', async () => {
    const { results } = await deliver(
      visit('101', '203.0.113.0/24', ago(1)),
      visit('101', '203.0.113.8', ago(-1)),
      visit('101', '2001:db8::1', ago(1)),
    );
    expect(results).toMatchObject([
      { outcome: 'refused', code: 'bad-address', path: 'events[0].data.address' },
      { outcome: 'quarantined', code: 'clock' },
      { outcome: 'noted' },
    ]);
  });

  test('waits for its account with its message', async () => {
    const { results } = await deliver(visit('102', '203.0.113.10', ago(1)));
    expect(results).toMatchObject([{ outcome: 'parked', code: 'unknown-account' }]);
    expect(await rows(`select state from public.inbox where body like '%"102"%'`)).toEqual([{ state: 'parked' }]);
  });

  test('is never changed and never deleted', async () => {
    await expect(stack.sql.query('update public.ip_events set client = null')).rejects.toThrow();
    await expect(stack.sql.query('delete from public.ip_events')).rejects.toThrow();
  });
});

test('a portal sign-in of a trader is kept with its address, one of staff is not', async () => {
  const trader = await account('110');
  const user = randomUUID();
  await stack.sql.query('update public.traders set auth_user_id = $2 where id = $1', [trader, user]);
  const login = (who: string | undefined, email: string) =>
    stack.service.rpc('record_login', {
      p_actor_id: who,
      p_email: email,
      p_ip: '203.0.113.20',
      p_user_agent: 'Firefox',
      p_succeeded: true,
      p_now: NOW.toISOString(),
    });
  expect((await login(user, '110@trader.test')).error).toBeNull();
  expect((await login(people.risk, 'risk@ip.test')).error).toBeNull();
  expect(await rows(`select trader_id, kind, account_id, host(ip) as ip from public.ip_events where kind = 'portal'`)).toEqual([
    { trader_id: trader, kind: 'portal', account_id: null, ip: '203.0.113.20' },
  ]);
});

describe('two traders who share', () => {
  const signals = (a: string, b: string) =>
    rows<{ id: string; kind: string; score: string; parts: { part: string; points: number; words: string }[] }>(
      `select id, kind, score::text, parts from public.abuse_signals where trader_a in ($1, $2) and trader_b in ($1, $2)`,
      a,
      b,
    );

  test('a machine make one signal whose parts sum to its score, however often they log in, and a question that bars the identity', async () => {
    const [a, b] = [await account('200'), await account('201')];
    const visits = [1, 26, 50, 74].flatMap((hours) =>
      ['200', '201'].map((login) => visit(login, '198.51.100.7', ago(hours), { device: 'SAME' })),
    );
    await deliver(...visits);
    await scanAccess(NOW);
    await scanAccess(NOW);
    const [signal, ...others] = await signals(a, b);
    expect(others).toEqual([]);
    expect(signal?.kind).toBe('shared_device');
    expect(signal?.parts.reduce((sum, { points }) => sum + points, 0)).toBe(Number(signal?.score));
    expect(JSON.stringify(signal?.parts)).not.toContain('198.51.100.7');
    const later = (
      await rows<{ trader_id: string }>(
        `select trader_id from public.reviews where kind = 'kyc' and rule = 'one-trader' and trader_id in ($1, $2)`,
        a,
        b,
      )
    ).map(({ trader_id }) => trader_id);
    expect(later).toHaveLength(1);
    await stack.sql.query(`select private.move_kyc($1, 'pending', 'system', 'r', '{}', now())`, [later[0]]);
    await expect(
      ask('risk', 'public.set_kyc($1::jsonb)', [JSON.stringify({ trader_id: later[0], status: 'approved', reason: 'Known.' })]),
    ).rejects.toThrow('one-trader');
    const identity = await ask<{ places: { label: string }[] }>('support', 'public.identity_of($1, $2)', [a, b]);
    expect(JSON.stringify(identity)).not.toContain('198.51.100.7');
    expect(JSON.stringify(await ask('risk', 'public.identity_of($1, $2)', [a, b]))).toContain('198.51.100.7');
  });

  test('a home line score less, are only listed, and an allowance silences it until it expires', async () => {
    const [a, b] = [await account('210'), await account('211')];
    await deliver(
      ...[3, 30].flatMap((hours) => ['210', '211'].map((login) => visit(login, '198.51.100.77', ago(hours), { device: login }))),
    );
    await scanAccess(NOW);
    const [signal] = await signals(a, b);
    expect(signal).toMatchObject({ kind: 'shared_ip' });
    expect(Number(signal?.score)).toBeGreaterThan(0);
    expect(Number(signal?.score)).toBeLessThan(50);
    const allowed = await ask<string>(
      'risk',
      'public.save_ip_allowance($1::jsonb)',
      [JSON.stringify({ network: '198.51.100.64/26', reason: 'A family we know.', days: 2 })],
      true,
    );
    await scanAccess(new Date());
    const [silent] = await signals(a, b);
    expect(silent?.score).toBe('0.00');
    expect(silent?.parts.map(({ words }) => words).join()).toContain('A family we know.');
    await scanAccess(new Date(NOW.getTime() + 3 * 86_400_000));
    expect(Number((await signals(a, b))[0]?.score)).toBeGreaterThan(0);
    await scanAccess(new Date());
    expect((await signals(a, b))[0]?.score).toBe('0.00');
    await ask('risk', 'public.end_ip_allowance($1, $2)', [allowed, 'They moved.'], true);
    await scanAccess(new Date());
    expect(Number((await signals(a, b))[0]?.score)).toBeGreaterThan(0);
  });

  test('nothing but a mobile carrier leave no signal', async () => {
    const [a, b] = [await account('220'), await account('221')];
    expect(await ask('risk', 'public.import_networks($1::jsonb)', [JSON.stringify(RANGES)], true)).toMatchObject({ added: 3, changed: 0 });
    expect(await ask('risk', 'public.import_networks($1::jsonb)', [JSON.stringify(RANGES)], true)).toMatchObject({ added: 0, changed: 0 });
    await deliver(...['220', '221'].map((login) => visit(login, '192.0.2.9', ago(5))));
    await scanAccess(NOW);
    expect(await signals(a, b)).toEqual([]);
    expect(await rows(`select kind, owner from private.network_of('192.0.2.200/32')`)).toEqual([{ kind: 'hosting', owner: 'Rack' }]);
  });
});

describe('an address', () => {
  test('is masked for support, and uncovering it is an event without the address', async () => {
    const [support] = await as<{ address: string; origin_id: string }>(
      stack.sql,
      { user: people.support ?? null },
      `select address, origin_id from public.ip_events_list where login = '100'`,
    );
    expect(support?.address).toBe('203.0.113.*');
    const [risk] = await as<{ address: string }>(
      stack.sql,
      { user: people.risk ?? null },
      `select address from public.ip_events_list where login = '100'`,
    );
    expect(risk?.address).toBe('203.0.113.7');
    await expect(as(stack.sql, { user: people.support ?? null }, 'select ip from public.ip_events')).rejects.toThrow('permission denied');
    await expect(ask('viewer', 'public.reveal_address($1, $2)', [support?.origin_id, 'Curious.'])).rejects.toThrow('not-allowed');
    expect(await ask('support', 'public.reveal_address($1, $2)', [support?.origin_id, 'The trader asks about a login.'], true)).toBe(
      '203.0.113.7',
    );
    const [event] = await rows<{ told: string }>(
      `select data::text || coalesce(reason, '') as told from public.events where kind = 'address.revealed'`,
    );
    expect(event?.told).toContain('The trader asks about a login.');
    expect(event?.told).not.toContain('203.0.113.7');
  });

  test("stays out of support's sight in the raw message too", async () => {
    const count = async (role: string) =>
      (await as<{ n: number }>(stack.sql, { user: people[role] ?? null }, `select count(*)::int as n from public.inbox`))[0]?.n ?? 0;
    expect(await count('risk')).toBeGreaterThan(0);
    expect(await count('support')).toBe(0);
  });
});

test('the network of an address is found by its index', async () => {
  await stack.sql.query(
    `insert into public.ip_networks (cidr, kind, source, read_on) select (set_masklen('10.0.0.0'::inet + n * 256, 24))::cidr, 'hosting', 'many', '2026-11-01' from generate_series(1, 20000) n`,
  );
  await stack.sql.query('analyze public.ip_networks');
  const plan = await rows<{ 'QUERY PLAN': string }>(
    `explain select n.* from public.ip_networks n where n.cidr operator(pg_catalog.>>=) '10.0.77.9/32' order by masklen(n.cidr) desc, n.read_on desc, n.source limit 1`,
  );
  expect(JSON.stringify(plan)).toContain('ip_networks_containing');
});

test('an account that suddenly trades otherwise gets a signal and a question, and is not touched itself', async () => {
  await account('300');
  const ref = { account: { ...ACCOUNT, login: '300' } };
  const held = (at: string, seconds: number) => ({ opened_at: new Date(Date.parse(at) - seconds * 1_000).toISOString() });
  const calm = Array.from({ length: 100 }, (_, n) => ago(200 - n)).map((at, n) =>
    trade(`c${n}`, n % 2 ? '9.00' : '-8.00', at, { ...ref, ...held(at, 2_400), volume: '0.10' }),
  );
  const wild = Array.from({ length: 20 }, (_, n) => ago(20 - n / 10)).map((at, n) =>
    trade(`w${n}`, '12.00', at, { ...ref, ...held(at, 9), volume: '6.00', magic: '7' }),
  );
  await deliver(...calm, ...wild);
  const before = await rows('select status, trading_off_reason, version::text from public.accounts where id = $1', accounts['300']);
  expect((await scanBehaviour(NOW)).asked).toBe(1);
  await scanBehaviour(NOW);
  const signal = await rows<{ score: string; sum: string; words: string }>(
    `select score::text, (select sum((x ->> 'points')::numeric)::numeric(5, 2)::text from jsonb_array_elements(parts) x) as sum, parts::text as words
       from public.abuse_signals where kind = 'anomaly' and account_a = $1`,
    accounts['300'],
  );
  expect(signal).toHaveLength(1);
  expect(signal[0]?.sum).toBe(signal[0]?.score);
  expect(signal[0]?.words).toContain('6 lots in the last 20 positions');
  expect(
    await rows(`select state from public.reviews where kind = 'abuse' and rule = 'anomaly' and account_id = $1`, accounts['300']),
  ).toEqual([{ state: 'open' }]);
  expect(await rows('select status, trading_off_reason, version::text from public.accounts where id = $1', accounts['300'])).toEqual(
    before,
  );
});
