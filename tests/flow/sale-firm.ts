// A firm that sells: a shop that signs, a platform that listens and reports, two phases and a funded one, and staff who are signed in. Jobs run
// in this process when a test says so, with the tasks of the worker.
import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SupabaseClient } from '@supabase/supabase-js';
import { Logger, runOnce, type TaskList } from 'graphile-worker';
import { seal } from '@/lib/db/vault';
import { tasks } from '@/lib/jobs/tasks';
import { session, stripeHeaders, type SessionChange } from '../orders/messages';
import { evaluationRules } from '../support/rule-documents';
import { startTestStack, type TestStack } from '../support/stack';
import { ACCOUNT, trade } from '../trades/wire-samples';
import { serveDoor } from './door-server';
import { connect, post, type Delivered } from './firm';

export const SHOP_SECRET = 'whsec_shop_secret';
const RULES = evaluationRules('sold', ['max-daily-loss', 'profit-target']);

export interface SaleFirm {
  stack: TestStack;
  people: Record<'risk' | 'second', SupabaseClient>;
  /** The shop's event, signed now. */
  buy: (change: SessionChange) => Promise<number>;
  /** The platform's report of a closed trade, under its own message id, so that it can be sent again. */
  report: (login: string, id: string, gross: string) => Promise<Delivered>;
  /** Runs everything that is due, once; failed jobs stay for the next time and are due then. */
  runJobs: (replace?: TaskList) => Promise<void>;
  rows: <T = Record<string, unknown>>(sql: string, ...values: unknown[]) => Promise<T[]>;
  listenAt: (url: string | null) => Promise<void>;
  close: () => Promise<void>;
}

async function sell({ sql }: TestStack, connectionId: string): Promise<void> {
  const { rows } = await sql.query<{ id: string }>(
    `insert into public.challenge_types (title, steps, kind, product_id, account_size_cents, currency, price_cents, connection_id)
     values ('Sold 100k', 2, 'classic', 'p1', 10000000, 'USD', 15500, $1) returning id`,
    [connectionId],
  );
  for (const [index, name] of ['Phase 1', 'Phase 2', 'Funded'].entries()) {
    const phase = await sql.query<{ id: string }>(
      `insert into public.phases (challenge_type_id, position, name, is_live) values ($1, $2, $3, $4) returning id`,
      [rows[0]?.id, index + 1, name, index === 2],
    );
    await sql.query(
      `insert into public.rule_sets (phase_id, code, version, initial_balance_cents, rules, state, effective_from, published_at)
       values ($1, 'sold', 1, 10000000, $2, 'published', '2026-01-01', '2026-01-01')`,
      [phase.rows[0]?.id, JSON.stringify(RULES)],
    );
  }
}

async function openShop({ sql }: TestStack): Promise<void> {
  const id = randomUUID();
  const secrets = [{ ...seal(SHOP_SECRET, `connections:${id}:signing_secrets`), expires_at: null }];
  await sql.query(
    `insert into public.connections (id, slug, kind, platform, signing_secrets) values ($1, 'stripe', 'checkout', 'stripe', $2)`,
    [id, JSON.stringify(secrets)],
  );
}

async function hire(stack: TestStack, name: string): Promise<SupabaseClient> {
  const { id, client } = await stack.signUp(`${name}@sale.test`);
  await stack.sql.query(`insert into public.staff (id, email, full_name, role) values ($1, $2, $3, 'risk')`, [
    id,
    `${name}@sale.test`,
    name,
  ]);
  return client;
}

export async function startSaleFirm(environment: Record<string, string> = {}): Promise<SaleFirm> {
  const stack = await startTestStack({ environment });
  const connectionId = await connect(stack, 0, 100_000);
  await sell(stack, connectionId);
  await openShop(stack);
  const door: Server = await serveDoor();
  const base = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
  const people = { risk: await hire(stack, 'risk'), second: await hire(stack, 'second') };
  // A connection in use tells of its loss itself; the queue asks that somebody listens.
  stack.sql.on('connect', (client) => client.on('error', () => undefined));
  const logger = new Logger(() => () => undefined);
  return {
    stack,
    people,
    buy: async (change) => {
      const body = session(change);
      const answer = await fetch(`${base}/api/webhooks/stripe`, {
        method: 'POST',
        body,
        headers: stripeHeaders(body, SHOP_SECRET, Date.now()),
      });
      return answer.status;
    },
    report: (login, id, gross) => {
      const report = trade(id, gross, closedAt(id), { account: { ...ACCOUNT, login } });
      return post(base, report, { id: `report-${login}-${id}` });
    },
    runJobs: async (replace = {}) => {
      await stack.sql.query('update graphile_worker._private_jobs set run_at = now() where attempts > 0 and attempts < max_attempts');
      await runOnce({ pgPool: stack.sql, taskList: { ...tasks, ...replace }, logger, noHandleSignals: true });
    },
    rows: async <T>(sql: string, ...values: unknown[]) => (await stack.sql.query(sql, values)).rows as T[],
    listenAt: async (url) =>
      void (await stack.sql.query('update public.connections set orders_url = $2 where id = $1', [connectionId, url])),
    close: async () => {
      door.close();
      door.closeAllConnections();
      await stack.close();
    },
  };
}

/** The same report says the same thing however often it is sent. */
const told = new Map<string, string>();
function closedAt(id: string): string {
  const at = told.get(id) ?? new Date(Date.now() + told.size).toISOString();
  told.set(id, at);
  return at;
}
