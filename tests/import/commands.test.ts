// The two commands as a person runs them, against a real database and the real door over HTTP: a file goes in once, and only whole;
// a simulated month goes in once, however often it is sent.
import { execFile } from 'node:child_process';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { POST } from '@/app/api/webhooks/[source]/route';
import { seal } from '@/lib/db/vault';
import { checkHistory, takeHistory } from '@/lib/trades/history-receive';
import { seedFirm } from '@/supabase/local/seed';
import { deliver } from '@/supabase/local/simulate/deliver';
import { projectRoot } from '@/supabase/local/settings';
import { startTestStack, type TestStack } from '../support/stack';
import { HTML, sample, TEXT } from './read-file';

const folder = mkdtempSync(join(tmpdir(), 'tideline-import-'));
let stack: TestStack;
let web: Server;
let appUrl = '';

const RELAY = '7d3f1c52-6a0e-4f0e-9b1e-2f6f0c1d4a11';
const SECRET = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3';

interface Said {
  code: number;
  out: string;
}

beforeAll(async () => {
  stack = await startTestStack();
  web = createServer((request, response) => {
    void door(request).then(async (answer) => {
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      response.end(Buffer.from(await answer.arrayBuffer()));
    });
  });
  await new Promise<void>((listening) => web.listen(0, '127.0.0.1', listening));
  appUrl = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
  const { dbUrl, apiUrl, keys } = stack;
  const connection_id = await seedFirm({ dbUrl, apiUrl, appUrl, keys, logins: [], log: () => undefined });
  await stack.sql.query(
    `insert into public.connections (id, slug, kind, platform, server, signing_secrets, confirm_grace_seconds, rate_limit)
     values ($1, 'tradovate', 'broker', 'tradovate', 'demo', $2, 0, 600)`,
    [RELAY, JSON.stringify([{ ...seal(SECRET, `connections:${RELAY}:signing_secrets`), expires_at: null }])],
  );
  for (const [connection, platform, server, login] of [
    [connection_id, 'mt5', 'Example-Server', '500123'],
    [RELAY, 'tradovate', 'demo', 'DEMO0000001'],
    [RELAY, 'rithmic', 'demo', 'PA-000001'],
  ]) {
    const p = { connection_id: connection, platform, server, login, email: 'a@b.test', full_name: 'A B' };
    const { error } = await stack.service.rpc('open_account', { p: { ...p, product_id: 'classic-100k', now: '2026-03-01T00:00:00Z' } });
    if (error) throw new Error(error.message);
  }
}, 120_000);

afterAll(async () => {
  web.close();
  await stack.close();
  rmSync(folder, { recursive: true, force: true });
});

async function door(request: IncomingMessage): Promise<Response> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const source = /^\/api\/webhooks\/([^/]+)$/.exec(request.url ?? '')?.[1];
  if (!source) return new Response('{}');
  const named = ['content-type', 'webhook-id', 'webhook-timestamp', 'webhook-signature'];
  const headers = named.map((name): [string, string] => [name, String(request.headers[name])]);
  const posted = new Request(`${appUrl}${request.url}`, { method: 'POST', headers, body: Buffer.concat(parts) });
  return POST(posted, { params: Promise.resolve({ source }) });
}

/** Runs a command in a process of its own, as a hosted office would: everything it needs stands in its settings. */
function run(command: string, args: string[], address = appUrl): Promise<Said> {
  const { STACK_EMBEDDED: _embedded, ...environment } = stack.environment;
  const env = { ...process.env, STACK_EMBEDDED: '', ...environment, APP_URL: address };
  const program = ['--import', 'tsx', join(projectRoot, 'supabase', 'local', `${command}.ts`), ...args];
  return new Promise((done) => {
    execFile(process.execPath, program, { env, cwd: projectRoot }, (error, stdout, stderr) => {
      done({ code: error ? Number(error.code ?? 1) : 0, out: `${stdout}${stderr}` });
    });
  });
}

async function counts(): Promise<unknown> {
  const tables = ['account_events', 'trades', 'balance_operations', 'risk_violations', 'events', 'accounts'];
  const { rows } = await stack.sql.query(
    `select ${tables.map((table) => `(select count(*) from public.${table}) as ${table}`).join(', ')}`,
  );
  return rows[0];
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

it('refuses a file, a zone, an account or a server that will not do, in one sentence, and takes nothing', async () => {
  const before = await counts();
  const bad = file('bad.csv', sample(TEXT).replace('100107.90', '100107.91'));
  const good = file('good.csv', sample(TEXT));
  const zone = ['--tz', 'Europe/Athens'];
  const [wrong, unknown, stopped] = await Promise.all([
    run('import', ['--account', '500123', ...zone, bad]),
    run('import', ['--account', '999', ...zone, good]),
    run('import', ['--account', '500123', ...zone, good], 'http://127.0.0.1:9'),
  ]);
  expect(wrong).toEqual({
    code: 1,
    out: expect.stringContaining('bad.csv, line 6: deal 504: the Balance column says 100107.91') as string,
  });
  expect(unknown).toEqual({ code: 1, out: 'There is no account 999 on mt5: nothing was imported.\n' });
  expect(stopped).toEqual({ code: 1, out: 'No server answers at http://127.0.0.1:9: start it with npm start, then run this again.\n' });
  expect(await counts()).toEqual(before);
}, 180_000);

it('imports a report once, and knows it again in either of its forms', async () => {
  const args = (path: string): string[] => ['--account', '500123', '--tz', 'Europe/Athens', path];
  const first = await run('import', args(file('report.html', sample(HTML))));
  expect(first).toEqual({
    code: 0,
    out: expect.stringContaining('9 new events, 0 known already. The balance is now 100,000.00') as string,
  });
  const after = await counts();
  const { rows } = await stack.sql.query(
    'select external_id, position_id, profit_loss_cents::int as gross, net_profit_cents::int as net from public.trades order by close_time',
  );
  expect(rows).toEqual([
    { external_id: '502', position_id: '301', gross: 10500, net: 10430 },
    { external_id: '504', position_id: '302', gross: 500, net: 430 },
    { external_id: '505', position_id: '302', gross: 2500, net: 2275 },
  ]);
  const again = await run('import', args(join(folder, 'report.html')));
  expect(again.out).toContain('All 9 events of the file were known already: nothing changed.');
  expect((await run('import', args(file('deals.csv', sample(TEXT))))).out).toContain('nothing changed');
  expect(await counts()).toEqual(after);
}, 180_000);

it('imports the fills of a bad file but for what a bad line holds back, and the rest once it is mended', async () => {
  const args = (path: string): string[] => ['--platform', 'tradovate', '--account', 'DEMO0000001', path];
  const fills = sample('tradovate-fills.csv');
  const bad = await run('import', args(file('fills.csv', fills.replace('2,21510.0,', '2,n/a,'))));
  expect(bad.code).toBe(1);
  expect(bad.out).toContain('fills.csv, line 5: the price "n/a" is not a price');
  expect(bad.out).toContain('Note         it is taken for certain that the account held nothing when the file begins');
  expect(bad.out).toContain('8 new events, 0 known already. The balance is now 100,118.82');
  const mended = await run('import', args(file('fills.csv', fills)));
  expect(mended).toEqual({ code: 0, out: expect.stringContaining('The balance is now 100,105.76, the account active.') as string });
  const after = await counts();
  const { rows } = await stack.sql.query(
    `select t.external_id, t.symbol, t.lots::text, t.volume_unit, t.profit_loss_cents::int as gross, t.commission_cents::int as cost, t.net_profit_cents::int as net
     from public.trades t join public.accounts a on a.id = t.account_id where a.platform = 'tradovate' order by t.close_time, t.external_id`,
  );
  expect(rows.slice(0, 3)).toEqual([
    { external_id: '54321:67890', symbol: 'MNQ', lots: '2', volume_unit: 'contract', gross: 4900, cost: -208, net: 4692 },
    { external_id: '54340:67901', symbol: 'MNQ', lots: '1', volume_unit: 'contract', gross: 1100, cost: -104, net: 996 },
    { external_id: '67950:67901', symbol: 'MNQ', lots: '1', volume_unit: 'contract', gross: -2050, cost: -104, net: -2154 },
  ]);
  const late = fills.split('\r\n').filter((_line, index) => index === 0 || index > 3);
  const [again, later] = await Promise.all([
    run('import', args(join(folder, 'fills.csv'))),
    run('import', args(file('late.csv', late.join('\n')))),
  ]);
  expect(again.out).toContain('were known already: nothing changed');
  expect(later.out).toContain('when position 54340 was open: export the history from before it was opened');
  expect(await counts()).toEqual(after);
}, 180_000);

it('knows the same slices from the platform’s own relay, at the door every broker uses', async () => {
  const before = await counts();
  const message = { webhook_id: 'relay-1', body: sample('tradovate-relay.json') };
  const told = await deliver({ app_url: appUrl, slug: 'tradovate', secret: SECRET }, message);
  expect(told.status).toBe(200);
  // Six slices, five openings and what each was charged; the file says nothing of the deposit the account began with.
  expect(told.results.map((one) => one.outcome).sort()).toEqual([...Array<string>(16).fill('duplicate'), 'recorded']);
  const { rows } = await stack.sql.query(
    "select balance_cents::int from public.account_facts f join public.accounts a on a.id = f.account_id where a.platform = 'tradovate'",
  );
  expect(rows).toEqual([{ balance_cents: 10_010_576 }]);
  expect(await counts()).toMatchObject({ trades: (before as { trades: string }).trades });
}, 60_000);

it('takes a file at the office as it was checked, once, and tells what it leaves out', async () => {
  const text = sample('rithmic-completed-orders.csv');
  const hints = { zone: null, dates: null, per_contract: null };
  const handed = { connection_id: RELAY, login: 'PA-000001', text, ...hints, staff_id: RELAY };
  const now = new Date();
  const before = await counts();
  const checked = await checkHistory({ ...handed, text: text.replace('"6050.2500"', '"?"') }, now);
  expect(checked).toMatchObject({
    ok: true,
    value: { trades: 5, fresh: 13, known: 0, refused: [{ message: 'the price "?" is not a price' }, {}] },
  });
  expect(await checkHistory({ ...handed, login: '9' }, now)).toMatchObject({
    ok: false,
    refusal: { code: 'unknown-account', path: 'login' },
  });
  expect(await checkHistory({ ...handed, text: 'hello' }, now)).toMatchObject({ ok: false, refusal: { code: 'not-read' } });
  expect(await takeHistory(handed, 13, now)).toMatchObject({ ok: false, refusal: { code: 'stale' } });
  expect(await counts()).toEqual(before);
  expect(await takeHistory(handed, 16, now)).toEqual({ ok: true, value: { recorded: 16, known: 0, refused: [] } });
  expect(await checkHistory(handed, now)).toMatchObject({ ok: true, value: { fresh: 0, known: 16 } });
  const { rows } = await stack.sql.query(
    `select i.auth, i.headers, t.source, (select balance_cents::int from public.account_facts f where f.account_id = a.id) as balance
     from public.accounts a join public.account_events t on t.account_id = a.id join public.inbox i on i.id = t.inbox_id where a.platform = 'rithmic' limit 1`,
  );
  expect(rows).toEqual([{ auth: 'import', headers: { 'handed-in-by': RELAY }, source: 'csv', balance: 10_010_464 }]);
}, 60_000);

it('simulates a month once, however often it is sent', async () => {
  const args = ['--accounts', '2', '--days', '4', '--hr', '0.55', '--seed', '7'];
  const first = await run('simulate', args);
  expect(first).toEqual({ code: 0, out: expect.stringMatching(/Accounts {4}2 \(2 new\)[\s\S]*New {9}\d+ events/) as string });
  const after = await counts();
  const again = await run('simulate', args);
  expect(again).toEqual({ code: 0, out: expect.stringMatching(/Accounts {4}2 \(0 new\)[\s\S]*New {9}nothing/) as string });
  expect(await counts()).toEqual(after);
  const { rows } = await stack.sql.query(
    "select count(*)::int as differing from public.account_facts where (facts ->> 'balance_gap_cents')::bigint <> 0",
  );
  expect(rows).toEqual([{ differing: 0 }]);
}, 180_000);
