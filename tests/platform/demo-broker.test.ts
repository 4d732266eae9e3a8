// The demo broker: believes only who signs, does an order once, and sends again what lies in the window asked for.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterAll, expect, test } from 'vitest';
import { answerOf } from '@/supabase/local/broker/answer';
import { bookMessages, readOrders } from '@/supabase/local/broker/book';
import { SECRET } from '../trades/wire-samples';

const folder = mkdtempSync(join(tmpdir(), 'tideline-broker-'));
afterAll(() => rmSync(folder, { recursive: true }));
const now = new Date();

function ask(type: string, data: object, { id = 'order:1', secret = SECRET } = {}) {
  const body = JSON.stringify({ type, data });
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, now, body),
  };
  return answerOf(folder, SECRET, { headers, body }, now);
}

test('an order is carried out once per id, and not at all for a stranger', () => {
  expect(ask('trading.off', { account_id: 'a' }, { secret: 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY4' }).status).toBe(401);
  expect(ask('trading.off', { account_id: 'a' })).toEqual({ status: 200, body: { done: true, again: false } });
  expect(ask('trading.off', { account_id: 'a' })).toEqual({ status: 200, body: { done: true, again: true } });
  expect(readOrders(folder).map(({ id, type }) => [id, type])).toEqual([['order:1', 'trading.off']]);
});

test('the feed answers a window page by page, and one account of it', () => {
  const at = Date.parse('2026-11-20T10:00:00Z');
  bookMessages(
    folder,
    Array.from({ length: 450 }, (_, index) => ({ id: `m${index}`, body: '{}', login: index % 2 === 0 ? '1' : '2', at: at + index * 1000 })),
  );
  const seen: string[] = [];
  let cursor: string | null = null;
  let pages = 0;
  do {
    const question = { from: '2026-11-20T10:00:10Z', to: '2026-11-20T11:00:00Z', cursor, account: null };
    const { messages, next_cursor } = ask('feed.resend', question).body as { messages: { id: string }[]; next_cursor: string | null };
    seen.push(...messages.map(({ id }) => id));
    cursor = next_cursor;
    pages += 1;
  } while (cursor !== null);
  expect(pages).toBe(3);
  expect(seen).toEqual(Array.from({ length: 440 }, (_, index) => `m${index + 10}`));
  const one = ask('feed.resend', { from: '2026-11-20T10:00:00Z', to: '2026-11-20T10:00:04Z', cursor: null, account: { login: '2' } });
  expect(one.body).toEqual({
    messages: [
      { id: 'm1', body: '{}' },
      { id: 'm3', body: '{}' },
    ],
    next_cursor: null,
  });
});
