// What a test sells and how its sender speaks: a challenge with its rules, accounts under it, and signed messages over real HTTP.
import { randomUUID } from 'node:crypto';
import type { SupabaseClient } from '@supabase/supabase-js';
import type { Pool } from 'pg';
import { Webhook } from 'standardwebhooks';
import { seal } from '@/lib/db/vault';
import { evaluationRules } from '../support/rule-documents';
import { ACCOUNT, SECRET } from '../trades/wire-samples';

export const SLUG = 'example-mt5';

/** The owner's pool, for what only the owner may write, and the service client for the firm's own functions. */
export interface Firm {
  sql: Pool;
  service: SupabaseClient;
}
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
export const RULES = evaluationRules('flow-house');

/** A connection that signs, with the secret of the worked examples. */
export async function connect(stack: Firm, graceSeconds: number, rateLimit: number): Promise<string> {
  const connectionId = randomUUID();
  await stack.sql.query(
    `insert into public.connections (id, slug, kind, platform, server, confirm_grace_seconds, rate_limit) values ($1, $2, 'neutral', 'mt5', 'Example-Live', $3, $4)`,
    [connectionId, SLUG, graceSeconds, rateLimit],
  );
  await setSecrets(stack, connectionId, [{ secret: SECRET, expires_at: null }]);
  return connectionId;
}

export async function setSecrets(
  stack: Firm,
  connectionId: string,
  secrets: { secret: string; expires_at: string | null }[],
): Promise<void> {
  const sealed = secrets.map(({ secret, expires_at }) => ({ ...seal(secret, `connections:${connectionId}:signing_secrets`), expires_at }));
  await stack.sql.query('update public.connections set signing_secrets = $2 where id = $1', [connectionId, JSON.stringify(sealed)]);
}

export async function sellChallenge(stack: Firm): Promise<string> {
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

export async function openAccount(stack: Firm, connection_id: string, challenge_type_id: string, login: string): Promise<string> {
  const p = {
    ...ACCOUNT,
    login,
    connection_id,
    challenge_type_id,
    email: `${login}@trader.test`,
    full_name: 'Ada Flow',
    now: '2026-11-10T00:00:00Z',
  };
  const { data, error } = await stack.service.rpc('open_account', { p });
  if (error) throw new Error(error.message);
  return (data as { account_id: string }).account_id;
}

export async function post(
  base: string,
  message: unknown,
  { id, secret = SECRET, skew = 0, headers = {}, slug = SLUG }: SendOptions,
): Promise<Delivered> {
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
  // Nobody waits for ever for an answer that died with the server.
  const signal = AbortSignal.timeout(20_000);
  const response = await fetch(`${base}/api/webhooks/${slug}`, { method: 'POST', headers: signed, body: text, signal });
  const answer = await response.text();
  return { status: response.status, text: answer, json: JSON.parse(answer) as Delivered['json'], headers: response.headers };
}
