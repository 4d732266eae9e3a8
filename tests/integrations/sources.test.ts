// Sources from the office: created, rotated and switched off as staff do it, each obeyed by the very next message; what was kept back goes in
// again; and the example that senders copy is accepted as it stands.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { SupabaseClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { replayMessage } from '@/lib/connections/replay';
import { readHeld, readSource } from '@/lib/connections/read';
import { nodeExample, shellExample } from '@/lib/connections/sender-example';
import {
  createSource,
  decideHeld,
  forgetCredentials,
  keepCredentials,
  moveAccounts,
  resyncSource,
  rotateSource,
  saveSource,
  switchSource,
} from '@/lib/connections/write';
import { testConnection } from '@/lib/connections/test-send';
import { tokenClient } from '@/lib/db/clients';
import { serveDoor } from '../flow/door-server';
import { post, sellChallenge, openAccount } from '../flow/firm';
import { startTestStack, type TestStack } from '../support/stack';
import { trade } from '../trades/wire-samples';

const run = promisify(execFile);
let stack: TestStack;
let door: Server;
let base = '';
const people: Record<string, SupabaseClient> = {};
beforeAll(async () => {
  stack = await startTestStack();
  for (const role of ['config', 'risk', 'support']) {
    const { id, accessToken } = await stack.signUp(`${role}@sources.test`);
    await stack.sql.query(`insert into public.staff (id, email, full_name, role) values ($1, $2 || '@sources.test', $2, $2)`, [id, role]);
    people[role] = tokenClient(accessToken);
  }
  door = await serveDoor();
  base = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
});
afterAll(async () => {
  door.close();
  door.closeAllConnections();
  await stack.close();
});

const who = (role: string): SupabaseClient => people[role] as SupabaseClient;
const SETTINGS = {
  server: 'Live-1',
  server_zone: '',
  resync_url: '',
  orders_url: '',
  rate_limit: 5_000,
  confirm_grace_seconds: 0,
  order_grace_seconds: 60,
  quiet_after_seconds: 900,
};

async function connected(slug: string): Promise<{ id: string; secret: string }> {
  const made = await createSource(who('config'), { slug, party: 'broker:mt5', secret: '' });
  if (!made.ok || !made.value.secret) throw new Error(JSON.stringify(made));
  return { id: made.value.id, secret: made.value.secret };
}
async function accountOn(id: string, login: string): Promise<void> {
  const firm = { sql: stack.sql, service: stack.service };
  const { rows } = await stack.sql.query<{ id: string }>(`select id from public.challenge_types where product_id = 'flow'`);
  await openAccount(firm, id, rows[0]?.id ?? (await sellChallenge(firm)), login);
}
const report = (login: string, id: string, gross = '10.00') =>
  trade(id, gross, '2026-11-18T14:40:00.000Z', { account: { platform: 'mt5', server: 'Example-Live', login } });

test('a source is created with a secret that is shown once, its next message is taken, and nobody can read the secret again', async () => {
  const { id, secret } = await connected('fresh-broker');
  await accountOn(id, '1001');
  expect(await createSource(who('config'), { slug: 'fresh-broker', party: 'broker:mt5', secret: '' })).toMatchObject({
    ok: false,
    refusal: { code: 'slug-taken' },
  });
  expect(await createSource(who('risk'), { slug: 'other', party: 'broker:mt5', secret: '' })).toMatchObject({
    ok: false,
    refusal: { code: 'not-allowed' },
  });
  for (const pasted of ['', 'whsec_••••••••'])
    expect(await createSource(who('config'), { slug: 'shop', party: 'checkout:stripe', secret: pasted })).toMatchObject({
      ok: false,
      refusal: { path: 'secret' },
    });
  expect((await post(base, report('1001', 'a1'), { slug: 'fresh-broker', secret })).json.results[0]).toMatchObject({ outcome: 'recorded' });
  const source = await readSource(who('support'), id);
  expect(source).toMatchObject({
    slug: 'fresh-broker',
    accounts: 1,
    bad_signatures: 0,
    figures: { messages: 1, in_trouble: 0, error_bps: 0 },
  });
  expect(source?.figures.lag_p95_ms).toBeGreaterThanOrEqual(0);
  expect(JSON.stringify(source)).not.toContain(secret.slice(6));
  expect(JSON.stringify(source)).not.toContain('ciphertext');
  expect((await who('config').from('connections').select('signing_secrets')).error).not.toBeNull();
});

test('during a rotation both secrets are valid, afterwards one; without an overlap the old one is void at once', async () => {
  const { id, secret } = await connected('rotating');
  await accountOn(id, '1002');
  const second = await rotateSource(who('config'), { id, given: '', overlap_seconds: 3600, reason: 'Yearly.' });
  const fresh = second.ok ? (second.value.secret ?? '') : '';
  const status = async (key: string) => (await post(base, report('1002', randomUUID()), { slug: 'rotating', secret: key })).status;
  expect([await status(secret), await status(fresh)]).toEqual([200, 200]);
  const third = await rotateSource(who('config'), { id, given: '', overlap_seconds: 0, reason: 'It leaked.' });
  const last = third.ok ? (third.value.secret ?? '') : '';
  expect([await status(secret), await status(fresh), await status(last)]).toEqual([401, 401, 200]);
  expect(await readSource(who('risk'), id)).toMatchObject({ bad_signatures: 2, secrets: [{ expires_at: null }] });
  const short = await rotateSource(who('config'), { id, given: 'whsec_c2hvcnQ=', overlap_seconds: 0, reason: 'Short.' });
  expect(short).toMatchObject({ refusal: { path: 'given_secret' } });
  expect(await rotateSource(who('support'), { id, given: '', overlap_seconds: 0, reason: 'Why not.' })).toMatchObject({ ok: false });
});

test('a source that is switched off is refused with the very next message, and heard again once it is on; settings are obeyed alike', async () => {
  const { id, secret } = await connected('switched');
  await accountOn(id, '1003');
  const send = () => post(base, report('1003', randomUUID()), { slug: 'switched', secret });
  expect((await send()).status).toBe(200);
  expect(await switchSource(who('config'), { id, status: 'disabled', reason: 'Compromised.' })).toMatchObject({ ok: true });
  const refused = await send();
  expect(refused.status).toBe(401);
  expect(refused.json.error).toMatchObject({ code: 'not-authentic', message: expect.stringMatching(/switched off/) as string });
  expect(await readSource(who('config'), id)).toMatchObject({ bad_signatures: 1 });
  await switchSource(who('config'), { id, status: 'active', reason: 'Mended.' });
  expect((await send()).status).toBe(200);
  expect(await saveSource(who('config'), { id, ...SETTINGS, rate_limit: 2 })).toMatchObject({ ok: true });
  const codes = [(await send()).status, (await send()).status, (await send()).status];
  expect(codes).toContain(429);
  expect(await saveSource(who('config'), { id, ...SETTINGS, resync_url: 'http://user:pass@127.0.0.1/' })).toMatchObject({
    ok: false,
    refusal: { path: 'resync_url' },
  });
  const { rows } = await stack.sql.query(`select kind, reason from public.events where data ->> 'slug' = 'switched' order by id`);
  expect(rows.map(({ kind }: { kind: string }) => kind)).toEqual([
    'connection.created',
    'connection.disabled',
    'connection.enabled',
    'connection.changed',
  ]);
});

test('the accounts of a source that was replaced are moved by config to the one that reports them, and it is heard', async () => {
  const [old, next] = [await connected('replaced'), await connected('replacing')];
  await accountOn(old.id, '1013');
  const [said] = (await post(base, report('1013', 'moved-1'), { slug: 'replacing', secret: next.secret })).json.results;
  expect(said).toMatchObject({ outcome: 'parked', code: 'unknown-account' });
  expect(await readHeld(who('risk'), next.id, 5)).toMatchObject([{ held: 'parked', last_error: 'Another source feeds 1013 (replaced)' }]);
  const move = () => moveAccounts(who('config'), { from: old.id, to: next.id, reason: 'The relay was replaced.' });
  expect(await move()).toMatchObject({ refusal: { code: 'still-on' } });
  await switchSource(who('config'), { id: old.id, status: 'disabled', reason: 'Replaced.' });
  expect(await move()).toEqual({ ok: true, value: 'Moved 1 account' });
  const [heard] = (await post(base, report('1013', 'moved-2'), { slug: 'replacing', secret: next.secret })).json.results;
  expect(heard).toMatchObject({ outcome: 'recorded' });
});

test('credentials go in and never come out; asking a source that has no address is refused in words', async () => {
  const made = await createSource(who('config'), { slug: 'keyed', party: 'payout:nowpayments', secret: 'ipn_secret_of_theirs' });
  const id = made.ok ? made.value.id : '';
  const typed = { api_key: 'sk_live_very_secret', email: 'pay@firm.test', password: 'sk_live_word', base_url: 'https://elsewhere.test' };
  expect(await keepCredentials(who('config'), id, typed)).toMatchObject({ ok: false, refusal: { path: 'totp_secret' } });
  expect(await keepCredentials(who('risk'), id, { ...typed, totp_secret: 'GEZDGNBV' })).toMatchObject({ refusal: { code: 'not-allowed' } });
  expect(await keepCredentials(who('config'), id, { ...typed, totp_secret: 'GEZDGNBV' })).toMatchObject({ ok: true });
  const source = await readSource(who('config'), id);
  expect(source?.credentials_set).toMatchObject({ names: ['api_key', 'email', 'password', 'totp_secret'], by_name: 'config' });
  expect(JSON.stringify(source)).not.toContain('sk_live');
  const { rows } = await stack.sql.query<{ text: string }>(
    `select credentials::text || (select string_agg(data::text, '') from public.events) as text from public.connections where id = $1`,
    [id],
  );
  expect(rows[0]?.text).not.toContain('sk_live');
  expect((await who('config').from('connections').select('credentials').eq('id', id)).error).not.toBeNull();
  await forgetCredentials(who('config'), id);
  const shop = await createSource(who('config'), { slug: 'shop', party: 'checkout:stripe', secret: 'whsec_of_theirs_0123456789' });
  const elsewhere = { api_key: 'sk_live_very_secret', base_url: 'https://elsewhere.test' };
  vi.stubEnv('STACK_EMBEDDED', '');
  const kept = await keepCredentials(who('config'), shop.ok ? shop.value.id : '', elsewhere);
  vi.unstubAllEnvs();
  expect(kept).toMatchObject({ refusal: { path: 'base_url', message: 'Stripe has one address. Leave this empty.' } });
  expect(await testConnection(id, new Date())).toMatchObject({ ok: false, refusal: { code: 'nothing-to-ask' } });
  expect(await resyncSource(who('risk'), id)).toMatchObject({ ok: false, refusal: { code: 'no-address' } });
});

test('what was kept back is found, goes in again by a person’s deed with the first answer standing, or is set aside', async () => {
  const { id, secret } = await connected('held-back');
  const parked = await post(base, report('2001', 'p1'), { slug: 'held-back', secret, id: 'parked-1' });
  expect(parked.json.results[0]).toMatchObject({ outcome: 'parked' });
  await accountOn(id, '2002');
  // The clock of this sender is an hour ahead, so its report is not believed.
  const early = trade('q1', '5.00', new Date(Date.now() + 3_600_000).toISOString(), {
    account: { platform: 'mt5', server: 'Example-Live', login: '2002' },
  });
  const doubtful = await post(base, early, { slug: 'held-back', secret, id: 'doubtful-1' });
  expect(doubtful.json.results[0]).toMatchObject({ outcome: 'quarantined', code: 'clock' });
  await post(base, '{"type": "trade.closed"', { slug: 'held-back', secret, id: 'broken-1' });
  const open = async () => (await readHeld(who('support'), id, 20)).filter((one) => one.is_open).map((one) => [one.webhook_id, one.held]);
  expect(Object.fromEntries(await open())).toEqual({ 'broken-1': 'rejected', 'doubtful-1': 'quarantined', 'parked-1': 'parked' });
  // What is parked goes in by itself, so it is no error.
  expect(await readSource(who('risk'), id)).toMatchObject({ held: 3, figures: { messages: 3, in_trouble: 2, error_bps: 6666 } });
  const held = await readHeld(who('risk'), id, 20);
  const idOf = (name: string) => held.find((one) => one.webhook_id === name)?.id ?? '';
  type Deed = Parameters<typeof decideHeld>[1]['deed'];
  const decide = (by: string, name: string, deed: Deed, reason: string) => decideHeld(who(by), { id: idOf(name), deed, reason });
  expect(await decide('support', 'doubtful-1', 'replayed', 'Try.')).toMatchObject({ ok: false, refusal: { code: 'not-allowed' } });
  expect(await decide('risk', 'doubtful-1', 'replayed', 'Their clock was ahead.')).toMatchObject({ ok: true });
  expect(await decide('risk', 'broken-1', 'set-aside', 'A test of theirs.')).toMatchObject({ ok: true });
  const { rows } = await stack.sql.query(`select id from public.inbox_deeds where deed = 'replayed'`);
  await replayMessage(rows[0]?.id ?? '', new Date(Date.now() + 3_600_000));
  const again = (await readHeld(who('risk'), id, 20)).find((one) => one.id === idOf('doubtful-1'));
  expect(again?.answer?.body).toContain('"quarantined"');
  expect(again?.last_deed?.came).toMatchObject({ state: 'settled', held: null, status: 200 });
  expect(await open()).toEqual([['parked-1', 'parked']]);
  await expect(stack.sql.query('update public.inbox_deeds set reason = $1', ['other'])).rejects.toThrow(/append-only/);
});

test('the example that senders copy is accepted by the door, from a shell and from Node, as it stands', async () => {
  const { id, secret } = await connected('example-copied');
  await accountOn(id, '3001');
  const example = {
    url: `${base}/api/webhooks/example-copied`,
    secret,
    account: { platform: 'mt5', server: 'Example-Live', login: '3001' },
  };
  const folder = mkdtempSync(join(tmpdir(), 'sender-'));
  try {
    const shell = await run('sh', ['-eu', '-c', shellExample(example)]);
    expect(JSON.parse(shell.stdout)).toMatchObject({ received: 1, results: [{ external_id: '5976044', outcome: 'recorded' }] });
    writeFileSync(join(folder, 'example.mjs'), nodeExample(example));
    const node = await run(process.execPath, [join(folder, 'example.mjs')]);
    expect(node.stdout).toMatch(/^200 .*"outcome":"duplicate"/);
    const wrong = await run('sh', ['-eu', '-c', shellExample({ ...example, secret: 'whsec_d3Jvbmc=' })]);
    expect(JSON.parse(wrong.stdout)).toMatchObject({ error: { code: 'not-authentic' } });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
