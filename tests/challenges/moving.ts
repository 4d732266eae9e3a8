// A firm with three versions of one phase's rules, and accounts that bought the first and may be moved to the others.
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { closePool } from '@/lib/db/pool';
import { receiveMessage } from '@/lib/trades/receive';
import { connect, openAccount, sellChallenge } from '../flow/firm';
import { startTestStack, type TestStack } from '../support/stack';
import { ACCOUNT, batch, bytes, type WireEvent } from '../trades/wire-samples';

export const MOVED = '2026-11-19T12:00:00.000Z';

export interface Account {
  id: string;
  tell: (...events: WireEvent[]) => Promise<void>;
}
export interface Moving {
  stack: TestStack;
  /** Ids of the versions: 5 % a day; 2 % a day; 5 % a day with a pause at 2 %. */
  versions: [first: string, tighter: string, pausing: string];
  account: () => Promise<Account>;
  move: (id: string, at?: string, to?: string) => Promise<unknown>;
  close: () => Promise<void>;
}

const PUBLISH = `insert into public.rule_sets (phase_id, code, version, initial_balance_cents, rules, state, effective_from, published_at)
  select phase_id, code, $1, initial_balance_cents, jsonb_set(jsonb_set(rules, '{version}', to_jsonb($1::int)), $2, $3, true), 'published',
    '2026-11-01'::timestamptz + $1 * interval '1 hour', '2026-11-01' from public.rule_sets where version = 1 returning id`;

export async function startMoving(): Promise<Moving> {
  const stack = await startTestStack();
  const connection = await connect(stack, 900, 100_000);
  const challenge = await sellChallenge(stack);
  const first = await stack.sql.query<{ id: string; rule: Record<string, unknown> }>(
    `select id, rules #> '{rules,max-daily-loss,0}' as rule from public.rule_sets where version = 1`,
  );
  const publish = async (version: number, path: string, value: unknown) =>
    (await stack.sql.query<{ id: string }>(PUBLISH, [version, path, JSON.stringify(value)])).rows[0]?.id ?? '';
  const tighter = await publish(2, '{rules,max-daily-loss,0,limit,pct}', '0.02');
  const pause = { ...first.rows[0]?.rule, limit: { pct: '0.02', of: 'initial' }, consequence: 'pause' };
  const pausing = await publish(3, '{rules,max-daily-loss,1}', pause);
  const versions: Moving['versions'] = [first.rows[0]?.id ?? '', tighter, pausing];
  let logins = 700;
  const account = async (): Promise<Account> => {
    const login = String((logins += 1));
    const id = await openAccount(stack, connection, challenge, login);
    await stack.sql.query('update public.accounts set rule_set_id = $2 where id = $1', [id, versions[0]]);
    const tell = async (...events: WireEvent[]) => {
      const own = events.map((one) => ({ ...one, data: { ...one.data, account: { ...ACCOUNT, login } } }));
      const message = { connection: { id: connection }, webhookId: randomUUID(), headers: {}, auth: 'signature' as const };
      const answer = await receiveMessage({ ...message, body: bytes(batch(...own)), now: new Date('2026-11-21T00:00:00Z') });
      expect(answer.status).toBeLessThan(300);
      expect(answer.body).not.toContain('refused');
    };
    return { id, tell };
  };
  const move: Moving['move'] = (id, at = MOVED, to = tighter) =>
    stack.sql.query(`select private.move_account($1, $2, 'limit lowered', 'agreed by mail', $3)`, [id, to, at]);
  const close = async () => {
    await closePool();
    await stack.close();
  };
  return { stack, versions, account, move, close };
}
