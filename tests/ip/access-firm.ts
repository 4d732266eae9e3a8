// A firm whose broker tells of logins: accounts under one challenge, staff of four roles, and messages that go in by the door's own verb.
import { randomUUID } from 'node:crypto';
import { receiveMessage } from '@/lib/trades/receive';
import { as } from '../db/stage';
import { connect, openAccount, sellChallenge } from '../flow/firm';
import { startTestStack, type TestStack } from '../support/stack';
import { ACCOUNT, type WireEvent } from '../trades/wire-samples';

export interface AccessFirm {
  stack: TestStack;
  /** Ids of the staff by role. */
  people: Record<string, string>;
  /** Ids of the accounts by login. */
  accounts: Record<string, string>;
  /** Opens an account and answers its trader. */
  account: (login: string) => Promise<string>;
  deliver: (...events: WireEvent[]) => Promise<{ status: number; results: Record<string, unknown>[] }>;
  rows: <T = Record<string, unknown>>(text: string, ...values: unknown[]) => Promise<T[]>;
  /** One value, asked as somebody of the staff; rolled back unless kept. */
  ask: <T>(role: string, text: string, values?: unknown[], keep?: boolean) => Promise<T | undefined>;
}

export async function startAccessFirm(now: Date): Promise<AccessFirm> {
  const stack = await startTestStack();
  const connection = await connect(stack, 0, 100_000);
  const challenge = await sellChallenge(stack);
  const people: Record<string, string> = {};
  const accounts: Record<string, string> = {};
  const rows = async <T>(text: string, ...values: unknown[]) => (await stack.sql.query(text, values)).rows as T[];
  for (const role of ['risk', 'support', 'viewer', 'admin']) {
    const values = [randomUUID(), `${role}@ip.test`, role];
    const [made] = await rows<{ id: string }>(
      'insert into public.staff (id, email, full_name, role) values ($1, $2, $3, $3) returning id',
      ...values,
    );
    people[role] = made?.id ?? '';
  }
  const account = async (login: string) => {
    const id = await openAccount(stack, connection, challenge, login);
    accounts[login] = id;
    const [made] = await rows<{ id: string }>(
      'update public.traders t set full_name = $2 from public.accounts a where a.id = $1 and t.id = a.trader_id returning t.id',
      id,
      `Trader ${login}`,
    );
    return made?.id ?? '';
  };
  const deliver: AccessFirm['deliver'] = async (...events) => {
    const body = Buffer.from(JSON.stringify({ type: 'batch', events }));
    const message = { connection: { id: connection }, webhookId: randomUUID(), headers: {}, body, auth: 'signature' as const, now };
    const answer = await receiveMessage(message);
    return { status: answer.status, results: (JSON.parse(answer.body) as { results: Record<string, unknown>[] }).results };
  };
  const ask = async <T>(role: string, text: string, values: unknown[] = [], keep = false) =>
    (await as<{ answer: T }>(stack.sql, { user: people[role] ?? null, keep }, `select ${text} as answer`, values))[0]?.answer;
  return { stack, people, accounts, account, deliver, rows, ask };
}

let told = 0;
/** A login at an address; each has an id of its own. */
export function visit(login: string, address: string, at: string, more: Record<string, unknown> = {}): WireEvent {
  told += 1;
  const data = { account: { ...ACCOUNT, login }, external_id: `v${told}`, kind: 'login', address, occurred_at: at, ...more };
  return { type: 'account.accessed', data };
}

/** A carrier's range with a rented server's inside it. */
export const RANGES = {
  source: 'ranges.test',
  rows: [
    { cidr: '100.70.0.0/15', kind: 'mobile', owner: 'Carrier', read_on: '2026-11-01' },
    { cidr: '192.0.2.0/24', kind: 'mobile', owner: 'Carrier', read_on: '2026-11-01' },
    { cidr: '192.0.2.128/25', kind: 'hosting', owner: 'Rack', read_on: '2026-11-01' },
  ],
};
