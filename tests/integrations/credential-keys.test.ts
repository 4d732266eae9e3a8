// The key that seals what is kept: changed while everything goes on, everything sealed again, and a lost one that costs no message.
import { randomBytes, randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { readKeyCounts } from '@/lib/connections/read';
import { tokenClient } from '@/lib/db/clients';
import { open, seal, type Sealed } from '@/lib/db/vault';
import { runScheduled } from '@/lib/jobs/scheduled-settle';
import { serveDoor } from '../flow/door-server';
import { post } from '../flow/firm';
import { startTestStack, type TestStack } from '../support/stack';
import { trade } from '../trades/wire-samples';

const NOW = new Date('2026-11-18T14:45:00Z');
const SECRET = `whsec_${randomBytes(32).toString('base64')}`;
const NAMES = ['CREDENTIALS_KEY', 'CREDENTIALS_KEY_ID', 'CREDENTIALS_KEYS_OLD'] as const;
const source = randomUUID();
const listener = randomUUID();
const destination = randomUUID();
const AAD = {
  signing_secrets: `connections:${source}:signing_secrets`,
  credentials: `connections:${source}:credentials`,
  secrets: `outbound_endpoints:${listener}:secrets`,
  destination: `beneficiaries:${destination}:destination`,
};
let stack: TestStack;
let door: Server;
let first: Record<(typeof NAMES)[number], string>;

const setKeys = (values: Partial<Record<(typeof NAMES)[number], string>>): void => {
  for (const name of NAMES) process.env[name] = values[name] ?? '';
};
const newKey = (): string => randomBytes(32).toString('base64');

beforeAll(async () => {
  stack = await startTestStack();
  door = await serveDoor();
  first = {
    CREDENTIALS_KEY: stack.keys.credentials_key,
    CREDENTIALS_KEY_ID: stack.keys.credentials_key_id,
    CREDENTIALS_KEYS_OLD: `${stack.keys.credentials_key_id}:${stack.keys.credentials_key}`,
  };
  await stack.sql.query(
    `insert into public.connections (id, slug, kind, platform, server, signing_secrets, credentials, credentials_set)
     values ($1, 'keyed', 'broker', 'mt5', 'Live', '[]', '{}', '{"names": ["api_key"], "at": "2026-01-01T00:00:00Z", "key_id": "k1"}')`,
    [source],
  );
  await stack.sql.query(
    `insert into public.outbound_endpoints (id, name, url, topics, secrets) values ($1, 'Keyed', 'https://keyed.test', '{withdrawal.paid}', '[]')`,
    [listener],
  );
  await stack.sql.query(
    `with t as (insert into public.traders (email, full_name) values ('keyed@trader.test', 'Keyed') returning id)
     insert into public.beneficiaries (id, trader_id, provider, name, masked, destination, confirmed_at) select $1, id, 'bank', 'Keyed', '****1', '{}', now() from t`,
    [destination],
  );
});
beforeEach(async () => {
  setKeys({ ...first, CREDENTIALS_KEYS_OLD: '' });
  const two = [
    { ...seal(SECRET, AAD.signing_secrets), expires_at: null, set_at: '2026-01-01T00:00:00Z' },
    { ...seal('whsec_older', AAD.signing_secrets), expires_at: '2027-01-01T00:00:00Z', set_at: null },
  ];
  await stack.sql.query('update public.connections set signing_secrets = $2, credentials = $3 where id = $1', [
    source,
    JSON.stringify(two),
    JSON.stringify(seal('{"api_key":"sk"}', AAD.credentials)),
  ]);
  await stack.sql.query('update public.outbound_endpoints set secrets = $2 where id = $1', [
    listener,
    JSON.stringify([{ ...seal('whsec_out', AAD.secrets), expires_at: null }]),
  ]);
  await stack.sql.query('update public.beneficiaries set destination = $2 where id = $1', [
    destination,
    JSON.stringify(seal('{"iban":"DE00"}', AAD.destination)),
  ]);
});
afterEach(() => setKeys({ ...first, CREDENTIALS_KEYS_OLD: '' }));
afterAll(async () => {
  door?.close();
  door?.closeAllConnections();
  await stack?.close();
});

async function send(secret = SECRET) {
  const body = trade(randomUUID(), '10.00', '2026-11-18T14:40:00.000Z', { account: { platform: 'mt5', server: 'Live', login: '1' } });
  const { status, json } = await post(`http://127.0.0.1:${(door.address() as AddressInfo).port}`, body, { slug: 'keyed', secret });
  return { status, code: (json as { error?: { code: string } }).error?.code };
}
async function stored() {
  const { rows } = await stack.sql.query<Record<string, Sealed & { expires_at?: string; set_at?: string }>>(
    `select c.signing_secrets -> 0 as newest, c.signing_secrets -> 1 as older, c.credentials, c.credentials_set as named, e.secrets -> 0 as out, b.destination
     from public.connections c, public.outbound_endpoints e, public.beneficiaries b where c.id = $1 and e.id = $2 and b.id = $3`,
    [source, listener, destination],
  );
  return rows[0] as Record<'newest' | 'older' | 'credentials' | 'named' | 'out' | 'destination', Sealed & { expires_at?: string }>;
}
const reseal = async () => runScheduled('reseal-credentials', NOW);

test('with a new key and the old one beside it everything still opens, and is sealed again with the new one, once', async () => {
  const next = { CREDENTIALS_KEY: newKey(), CREDENTIALS_KEY_ID: 'k2' };
  setKeys({ ...next, CREDENTIALS_KEYS_OLD: first.CREDENTIALS_KEYS_OLD });
  expect(await send()).toMatchObject({ status: 200 });
  expect(await reseal()).toMatchObject({ done: { looked_at: 5, sealed_again: 5, unreadable: 0 } });
  setKeys(next);
  const now = await stored();
  expect(Object.values(now).map(({ key_id }) => key_id)).toEqual(['k2', 'k2', 'k2', 'k2', 'k2', 'k2']);
  expect(now.older.expires_at).toBe('2027-01-01T00:00:00Z');
  expect(open(now.credentials, AAD.credentials)).toBe('{"api_key":"sk"}');
  expect(open(now.out, AAD.secrets)).toBe('whsec_out');
  expect(open(now.destination, AAD.destination)).toBe('{"iban":"DE00"}');
  expect(await send()).toMatchObject({ status: 200 });
  expect(await reseal()).toMatchObject({ done: { sealed_again: 0, unreadable: 0 } });
  const { rows } = await stack.sql.query(`select data from public.events where kind = 'credentials.sealed-again'`);
  expect(rows).toMatchObject([{ data: { sealed_again: 5, key_id: 'k2' } }]);
});

test('a key whose name was forgotten to change is told apart by trying', async () => {
  const next = { CREDENTIALS_KEY: newKey(), CREDENTIALS_KEY_ID: first.CREDENTIALS_KEY_ID };
  setKeys({ ...next, CREDENTIALS_KEYS_OLD: first.CREDENTIALS_KEYS_OLD });
  expect(await reseal()).toMatchObject({ done: { sealed_again: 5, unreadable: 0 } });
  setKeys(next);
  expect(open((await stored()).destination, AAD.destination)).toBe('{"iban":"DE00"}');
});

test('with a key that was lost the sender is asked to come again, nothing is thrown away, and the office says what cannot be opened', async () => {
  const before = await stored();
  setKeys({ CREDENTIALS_KEY: newKey(), CREDENTIALS_KEY_ID: 'k3' });
  expect(await send()).toEqual({ status: 503, code: 'not-stored' });
  expect(await reseal()).toMatchObject({ done: { sealed_again: 0, unreadable: 5 } });
  expect(await stored()).toEqual(before);
  const { id, accessToken } = await stack.signUp('config@keys.test');
  await stack.sql.query(`insert into public.staff (id, email, full_name, role) values ($1, 'config@keys.test', 'C', 'config')`, [id]);
  expect(await readKeyCounts(tokenClient(accessToken))).toContainEqual({
    place: 'destinations',
    key_id: first.CREDENTIALS_KEY_ID,
    total: 1,
  });
});

test('one of two secrets that cannot be opened leaves the other its use', async () => {
  const { newest } = await stored();
  const lost = { ...newest, key_id: 'gone', expires_at: '2027-01-01T00:00:00Z' };
  await stack.sql.query('update public.connections set signing_secrets = $2 where id = $1', [source, JSON.stringify([newest, lost])]);
  expect(await send()).toMatchObject({ status: 200 });
  expect(await send(`whsec_${randomBytes(32).toString('base64')}`)).toMatchObject({ status: 503 });
});
