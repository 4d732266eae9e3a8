// A firm small enough for one test: a connection that signs, one challenge with its rules, and a sender that speaks real HTTP to the door.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { seal } from '@/lib/db/vault';
import { ACCOUNT, batch, SECRET, type WireEvent } from '../trades/wire-samples';
import { startTestStack, type TestStack, type TestStackOptions } from '../support/stack';

export const SLUG = 'example-mt5';

export interface Delivered {
  status: number;
  text: string;
  json: { results: Record<string, unknown>[]; error?: { code: string; path?: string } };
  headers: Headers;
}
export interface SendOptions {
  id?: string;
  secret?: string;
  /** Milliseconds the sender's clock is ahead. */
  skew?: number;
  headers?: Record<string, string>;
  slug?: string;
}
export interface Flow {
  stack: TestStack;
  connectionId: string;
  send: (message: unknown, options?: SendOptions) => Promise<Delivered>;
  deliver: (...events: WireEvent[]) => Promise<Delivered>;
  openAccount: (login?: string) => Promise<string>;
  rows: <T = Record<string, unknown>>(sql: string, ...values: unknown[]) => Promise<T[]>;
  setSecrets: (secrets: { secret: string; expires_at: string | null }[]) => Promise<void>;
  close: () => Promise<void>;
}

const RULES = {
  format: 'rule-set/1', code: 'flow-house', version: 1, phase: 'evaluation', account_type: 'standard', currency: 'USD', minor_digits: 2,
  initial_balance: '100000.00', pass_mode: 'review', reset: { tz: 'UTC', time: '00:00' }, bands: { caution_at: '0.80', critical_at: '0.90' },
  rules: {
    'max-daily-loss': [{ limit: { pct: '0.05', of: 'initial' }, reference: 'balance', measure: 'equity', touch_is_breach: false, consequence: 'fail' }],
    'max-drawdown': [{ mode: 'static', amount: { pct: '0.10', of: 'initial' }, lock: null, measure: 'equity', touch_is_breach: false, payout_effect: 'none' }],
    'profit-target': [{ target_pct: '0.10' }],
  },
};

export interface FlowOptions extends TestStackOptions {
  graceSeconds?: number;
  rateLimit?: number;
}

export async function startFlow({ graceSeconds = 0, rateLimit = 100_000, ...options }: FlowOptions = {}): Promise<Flow> {
  const stack = await startTestStack({ prepare: 'grant execute on all functions in schema public to service_role; grant select on all tables in schema public to service_role', ...options });
  const connectionId = randomUUID();
  const setSecrets: Flow['setSecrets'] = async (secrets) => {
    const sealed = secrets.map(({ secret, expires_at }) => ({ ...seal(secret, `connections:${connectionId}:signing_secrets`), expires_at }));
    await stack.sql.query('update public.connections set signing_secrets = $2 where id = $1', [connectionId, JSON.stringify(sealed)]);
  };
  await stack.sql.query(
    `insert into public.connections (id, slug, kind, platform, server, confirm_grace_seconds, rate_limit) values ($1, $2, 'neutral', 'mt5', 'Example-Live', $3, $4)`,
    [connectionId, SLUG, graceSeconds, rateLimit],
  );
  await setSecrets([{ secret: SECRET, expires_at: null }]);
  const challenge = await sellChallenge(stack);
  const door = options.web ? null : await serveDoor();
  const base = options.web ? stack.appUrl : `http://127.0.0.1:${(door?.address() as AddressInfo).port}`;
  const send: Flow['send'] = (message, given = {}) => post(base, message, given);
  return {
    stack,
    connectionId,
    setSecrets,
    send,
    deliver: (...events) => send(events.length === 1 ? events[0] : batch(...events)),
    openAccount: (login = ACCOUNT.login) => openAccount(stack, connectionId, challenge, login),
    rows: async <T>(sql: string, ...values: unknown[]) => (await stack.sql.query(sql, values)).rows as T[],
    close: async () => {
      door?.closeAllConnections();
      door?.close();
      await stack.close();
    },
  };
}

async function sellChallenge(stack: TestStack): Promise<string> {
  const type = await stack.sql.query<{ id: string }>(
    `insert into public.challenge_types (title, steps, kind, product_id, account_size_cents) values ('Flow', 1, 'classic', 'flow', 10000000) returning id`,
  );
  const id = type.rows[0]?.id ?? '';
  const phase = await stack.sql.query<{ id: string }>(
    `insert into public.phases (challenge_type_id, position, name) values ($1, 1, 'Evaluation') returning id`,
    [id],
  );
  await stack.sql.query(
    `insert into public.rule_sets (phase_id, code, version, initial_balance_cents, rules, state, effective_from, published_at)
     values ($1, 'flow-house', 1, 10000000, $2, 'published', '2026-01-01', '2026-01-01')`,
    [phase.rows[0]?.id, JSON.stringify(RULES)],
  );
  return id;
}

async function openAccount(stack: TestStack, connection_id: string, challenge_type_id: string, login: string): Promise<string> {
  const p = { ...ACCOUNT, login, connection_id, challenge_type_id, email: `${login}@trader.test`, full_name: 'Ada Flow', now: '2026-11-10T00:00:00Z' };
  const { data, error } = await stack.service.rpc('open_account', { p });
  if (error) throw new Error(error.message);
  return (data as { account_id: string }).account_id;
}

async function post(base: string, message: unknown, { id, secret = SECRET, skew = 0, headers = {}, slug = SLUG }: SendOptions): Promise<Delivered> {
  const text = typeof message === 'string' ? message : JSON.stringify(message);
  const messageId = id ?? `msg_${randomUUID()}`;
  const at = new Date(Math.floor((Date.now() + skew) / 1000) * 1000);
  const signed = {
    'content-type': 'application/json',
    'webhook-id': messageId,
    'webhook-timestamp': String(at.getTime() / 1000),
    'webhook-signature': new Webhook(secret).sign(messageId, at, text),
    ...headers,
  };
  const response = await fetch(`${base}/api/webhooks/${slug}`, { method: 'POST', headers: signed, body: text });
  const answer = await response.text();
  return { status: response.status, text: answer, json: JSON.parse(answer) as Delivered['json'], headers: response.headers };
}

/** The door behind Node's own HTTP server, so that most flows need no build of the whole site; `web: true` runs the real one. */
async function serveDoor(): Promise<Server> {
  const { POST, GET } = await import('@/app/api/webhooks/[source]/route');
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const source = (incoming.url ?? '').split('/').at(-1) ?? '';
      const headers = new Headers();
      for (let at = 0; at < incoming.rawHeaders.length; at += 2) headers.append(incoming.rawHeaders[at] ?? '', incoming.rawHeaders[at + 1] ?? '');
      const url = `http://127.0.0.1${incoming.url ?? '/'}`;
      const isPost = incoming.method === 'POST';
      const init = isPost ? { method: 'POST', headers, body: Readable.toWeb(incoming) as ReadableStream, duplex: 'half' } : { method: 'GET', headers };
      const answered = isPost ? await POST(new Request(url, init as RequestInit), { params: Promise.resolve({ source }) }) : GET();
      outgoing.writeHead(answered.status, Object.fromEntries(answered.headers));
      outgoing.end(await answered.text());
    })();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return server;
}
