// What happens to the firm from outside while people look at it: somebody signs up, the broker opens an account and posts what was traded,
// and time passes for a job. Each test stages people and accounts of its own, so that none depends on what another left behind.
import { randomUUID } from 'node:crypto';
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { Client } from 'pg';
import { Webhook } from 'standardwebhooks';
import { expect, status } from './office';

const SERVER = 'Demo-Live';
export const PASSWORD = 'a-long-enough-password';

export async function sql<T = Record<string, unknown>>(text: string, ...values: unknown[]): Promise<T[]> {
  const client = new Client({ connectionString: status().db_url });
  await client.connect();
  try {
    return (await client.query(text, values)).rows as T[];
  } finally {
    await client.end();
  }
}

/** Somebody the sign-in service knows; who they are to the firm is staged by the caller. */
export async function signUp(email: string): Promise<string> {
  const { api_url, publishable_key } = status();
  const answer = await fetch(`${api_url}/auth/v1/signup`, {
    method: 'POST',
    headers: { apikey: publishable_key, 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: PASSWORD }),
  });
  const { user } = (await answer.json()) as { user: { id: string } };
  return user.id;
}

export async function enter(browser: Browser, email: string, landing: RegExp, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ baseURL: status().app_url, ...options });
  const page = await context.newPage();
  await page.goto('/login');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(landing);
  return page;
}

export interface Person {
  id: string;
  userId: string;
  name: string;
  email: string;
}

export async function newTrader(name: string): Promise<Person> {
  const email = `${name.toLowerCase().replaceAll(' ', '.')}.${randomUUID().slice(0, 8)}@people.test`;
  const userId = await signUp(email);
  const [made] = await sql<{ id: string }>(
    'insert into public.traders (auth_user_id, email, full_name) values ($1, $2, $3) returning id',
    userId,
    email,
    name,
  );
  return { id: made?.id ?? '', userId, name, email };
}

/** Identity is decided step by step, as its own check does it. */
export async function identify(trader: Person): Promise<void> {
  for (const state of ['pending', 'approved']) await sql('update public.traders set kyc_status = $1 where id = $2', state, trader.id);
}

export interface Account {
  id: string;
  login: string;
}
let opened = 0;

export async function openAccount(trader: Person, product: string, phase: number, daysAgo: number): Promise<Account> {
  opened += 1;
  const login = `88${Date.now() % 10_000_000}${opened}`;
  const p = {
    platform: 'mt5',
    server: SERVER,
    login,
    email: trader.email,
    full_name: trader.name,
    product_id: product,
    phase_position: phase,
  };
  const [made] = await sql<{ answer: { account_id: string } }>(
    `select public.open_account($1::jsonb || jsonb_build_object('connection_id', (select id from public.connections where slug = 'neutral'))) as answer`,
    JSON.stringify({ ...p, now: ago(daysAgo) }),
  );
  return { id: made?.answer.account_id ?? '', login };
}

const DAY_MS = 86_400_000;
/** So many days before now, on a day on which markets are open. */
export function ago(days: number): string {
  const at = new Date(Date.now() - days * DAY_MS);
  const past = days < 1 ? 0 : ({ 0: 2, 6: 1 }[at.getUTCDay()] ?? 0);
  return new Date(at.getTime() - past * DAY_MS).toISOString();
}

/** Posts one event as the broker does: signed, to the door. */
async function post(type: string, data: Record<string, unknown>): Promise<void> {
  const now = new Date();
  const id = `msg_${randomUUID()}`;
  const body = JSON.stringify({ type, timestamp: now.toISOString(), data });
  const answer = await fetch(`${status().app_url}/api/webhooks/neutral`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': new Webhook(status().webhook_secret).sign(id, now, body),
    },
  });
  expect(answer.status, await answer.text()).toBe(200);
}

const about = ({ login }: Account) => ({ account: { platform: 'mt5', server: SERVER, login }, external_id: randomUUID() });
const LOT = { symbol: 'EURUSD', side: 'buy', volume: '1.00', volume_unit: 'lot', open_price: '1.08500' };

/** A trade that ended with this result, in major units. */
export async function trade(account: Account, net: string, closedAt: string = ago(0)): Promise<void> {
  const opened_at = new Date(Date.parse(closedAt) - 2_400_000).toISOString();
  const amounts = { gross: net, commission: '0.00', swap: '0.00', fee: '0.00', net, currency: 'USD' };
  const times = { opened_at, closed_at: closedAt, close_price: '1.08620' };
  await post('trade.closed', { ...about(account), position_id: randomUUID(), ...LOT, ...times, ...amounts, is_final_slice: true });
}

/** Opens a position and answers how to close it. */
export async function openPosition(account: Account): Promise<() => Promise<void>> {
  const position_id = randomUUID();
  const opened_at = ago(0);
  await post('position.opened', { ...about(account), position_id, ...LOT, opened_at });
  return async () => {
    const amounts = { gross: '0.00', commission: '0.00', swap: '0.00', fee: '0.00', net: '0.00', currency: 'USD' };
    const times = { opened_at, closed_at: ago(0), close_price: '1.08500' };
    await post('trade.closed', { ...about(account), position_id, ...LOT, ...times, ...amounts, is_final_slice: true });
  };
}

/** A job that would run later is due now, as if its time had come. */
export async function hurry(task: string, payload: Record<string, string>, key: string): Promise<void> {
  await sql('select private.add_job($1, $2, now(), $3, null)', task, JSON.stringify(payload), key);
}
