// Who gets through the door and what the rest are told. A message that is not authentic leaves nothing behind but a counter.
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT, SECRET, trade } from '../trades/wire-samples';
import { SLUG } from './firm';
import { startFlow, type Flow } from './flow-stack';

const OTHER = 'whsec_' + Buffer.from('another secret of 24 byte').toString('base64');
const MESSAGE = trade('1', '10.00', '2026-11-18T10:00:00.000Z');

let flow: Flow;
beforeAll(async () => {
  flow = await startFlow();
  await flow.openAccount(ACCOUNT.login);
});
afterAll(async () => {
  await flow?.close();
});

const stored = () =>
  flow.rows('select (select count(*) from public.inbox)::int as messages, (select count(*) from public.trades)::int as trades');

/** Sends bytes as they are, without the manners of a library: doubled headers, wrong lengths, half a body. */
function sendRaw(headers: [string, string][], body: Buffer, finish = true): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const url = new URL(`${flow.base}/api/webhooks/${SLUG}`);
    const outgoing = request(
      {
        host: url.hostname,
        port: url.port,
        path: url.pathname,
        method: 'POST',
        headers: [...headers, ['host', url.host]].flat() as unknown as Record<string, string>,
      },
      (answer) => {
        let text = '';
        answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      },
    );
    outgoing.on('error', reject);
    outgoing.write(body);
    if (finish) outgoing.end();
  });
}

describe('a message that is not authentic', () => {
  it.each<[string, Parameters<Flow['send']>[1]]>([
    ['under another secret', { secret: OTHER }],
    ['too old', { skew: -302_000 }],
    ['from the future', { skew: 303_000 }],
    ['without a signature', { headers: { 'webhook-signature': '' } }],
    ['with the version alone', { headers: { 'webhook-signature': 'v1,' } }],
    ['to a slug nobody has', { slug: 'nobody' }],
    ['to a slug that is none', { slug: '..%2f' }],
  ])('is told one and the same thing: %s', async (_name, options) => {
    const before = await stored();
    const { status, text } = await flow.send(MESSAGE, options);
    expect(status).toBe(401);
    expect(text).toBe(
      '{"error":{"code":"not-authentic","message":"The message could not be authenticated: its signature or clock is wrong, or this source is unknown or switched off."}}',
    );
    expect(await stored()).toEqual(before);
  });

  it('is counted', async () => {
    const [counter] = await flow.rows<{ total: string }>(
      `select total from private.ingest_counters where slug = $1 and code = 'not-authentic'`,
      SLUG,
    );
    expect(Number.parseInt(counter?.total ?? '0', 10)).toBeGreaterThanOrEqual(4);
  });

  it('with its signature header sent twice is refused', async () => {
    const answer = await sendRaw(
      [
        ['content-type', 'application/json'],
        ['webhook-id', 'a'],
        ['webhook-timestamp', '1'],
        ['webhook-signature', 'v1,AAAA'],
        ['webhook-signature', 'v1,AAAA'],
      ],
      Buffer.from('{}'),
    );
    expect(answer.status).toBe(401);
  });

  it('at a connection that is switched off is refused although it is signed', async () => {
    await flow.stack.sql.query(`update public.connections set status = 'disabled' where id = $1`, [flow.connectionId]);
    expect(await flow.send(MESSAGE)).toMatchObject({ status: 401 });
    await flow.stack.sql.query(`update public.connections set status = 'active' where id = $1`, [flow.connectionId]);
  });
});

describe('what the door does not take', () => {
  it('answers other methods with the one it allows', async () => {
    const answer = await fetch(`${flow.base}/api/webhooks/${SLUG}`);
    expect([answer.status, answer.headers.get('allow'), await answer.text()]).toEqual([
      405,
      'POST',
      '{"error":{"code":"method-not-allowed","message":"Only POST is allowed here."}}',
    ]);
  });

  it.each<[string, Record<string, string>]>([
    ['plain text', { 'content-type': 'text/plain' }],
    ['another charset', { 'content-type': 'application/json; charset=latin1' }],
    ['a compressed body', { 'content-encoding': 'gzip' }],
  ])('refuses %s', async (_name, headers) => {
    expect(await flow.send(MESSAGE, { headers })).toMatchObject({ status: 415, json: { error: { code: 'unsupported-media' } } });
  });

  it('refuses a body over 512 KiB by its header, and by counting when the header is silent', async () => {
    const large = Buffer.alloc(512 * 1024 + 1, 0x20);
    const json: [string, string] = ['content-type', 'application/json'];
    expect(await sendRaw([json, ['content-length', String(large.length)]], large.subarray(0, 10), false)).toMatchObject({ status: 413 });
    expect(await sendRaw([json, ['transfer-encoding', 'chunked']], large)).toMatchObject({ status: 413 });
  });

  it('gives up on a body that does not arrive', async () => {
    const answer = await sendRaw(
      [
        ['content-type', 'application/json'],
        ['transfer-encoding', 'chunked'],
      ],
      Buffer.from('{"ty'),
      false,
    );
    expect(answer).toMatchObject({ status: 408 });
    expect(answer.text).toContain('"too-slow"');
  }, 20_000);

  it.each<[string, string, number, string]>([
    ['half a message', '{"type":', 400, 'malformed-json'],
    ['a duplicate key', '{"type":"batch","type":"batch","events":[]}', 400, 'malformed-json'],
    ['an empty batch', '{"type":"batch","events":[]}', 422, 'nothing-acceptable'],
  ])('keeps %s raw, and answers why', async (name, body, status, code) => {
    const id = `bad-${name.replaceAll(' ', '-')}`;
    const first = await flow.send(body, { id });
    expect(first).toMatchObject({ status, json: { error: { code } } });
    expect(await flow.rows('select state, body from public.inbox where webhook_id = $1', id)).toEqual([{ state: 'rejected', body }]);
    expect((await flow.send(body, { id })).text).toBe(first.text);
  });

  it('refuses more than five hundred events and judges none', async () => {
    const events = Array.from({ length: 501 }, (_, i) => ({ type: 'trade.reversed', data: { external_id: String(i) } }));
    expect(await flow.send({ type: 'batch', events })).toMatchObject({ status: 422, json: { error: { code: 'batch-too-large' } } });
  });
});

describe('a secret that is being rotated', () => {
  it('is valid beside the new one until it expires, and not after', async () => {
    const soon = new Date(Date.now() + 60_000).toISOString();
    await flow.setSecrets([
      { secret: OTHER, expires_at: null },
      { secret: SECRET, expires_at: soon },
    ]);
    expect(await flow.send(MESSAGE, { secret: OTHER })).toMatchObject({ status: 200 });
    expect(await flow.send(MESSAGE, { secret: SECRET })).toMatchObject({ status: 200 });
    await flow.setSecrets([
      { secret: OTHER, expires_at: null },
      { secret: SECRET, expires_at: new Date(Date.now() - 1000).toISOString() },
    ]);
    expect(await flow.send(MESSAGE, { secret: SECRET })).toMatchObject({ status: 401 });
    expect(await flow.send(MESSAGE, { secret: OTHER })).toMatchObject({ status: 200 });
    await flow.setSecrets([{ secret: SECRET, expires_at: null }]);
  });
});

describe('a connection over its rate', () => {
  it('is asked to wait, and nothing is stored', async () => {
    await flow.stack.sql.query('update public.connections set rate_limit = 1 where id = $1', [flow.connectionId]);
    const before = await stored();
    const answer = await flow.send(MESSAGE);
    expect(answer).toMatchObject({ status: 429, json: { error: { code: 'slow-down' } } });
    expect(Number.parseInt(answer.headers.get('retry-after') ?? '', 10)).toBeGreaterThan(0);
    expect(await stored()).toEqual(before);
    await flow.stack.sql.query('update public.connections set rate_limit = 100000 where id = $1', [flow.connectionId]);
  });
});
