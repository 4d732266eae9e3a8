// A firm small enough for one test: a connection that signs, one challenge with its rules, and a sender that speaks real HTTP to the
// web server as it is built and started for everybody.
import type { AddressInfo } from 'node:net';
import { ACCOUNT, batch, type WireEvent } from '../trades/wire-samples';
import { serveDoor } from './door-server';
import { connect, openAccount, post, sellChallenge, setSecrets, type Delivered, type SendOptions } from './firm';
import { startTestStack, type TestStack, type TestStackOptions } from '../support/stack';

export interface Flow {
  stack: TestStack;
  connectionId: string;
  /** Where the web server listens. */
  base: string;
  send: (message: unknown, options?: SendOptions) => Promise<Delivered>;
  deliver: (...events: WireEvent[]) => Promise<Delivered>;
  openAccount: (login?: string) => Promise<string>;
  rows: <T = Record<string, unknown>>(sql: string, ...values: unknown[]) => Promise<T[]>;
  setSecrets: (secrets: { secret: string; expires_at: string | null }[]) => Promise<void>;
  close: () => Promise<void>;
}

export interface FlowOptions extends TestStackOptions {
  /** Only the webhook door, in this process, for tests that are about something else; otherwise the web server, or nothing. */
  isDoorEnough?: boolean;
  graceSeconds?: number;
  rateLimit?: number;
}

export async function startFlow({
  graceSeconds = 0,
  rateLimit = 100_000,
  isDoorEnough = false,
  ...options
}: FlowOptions = {}): Promise<Flow> {
  const stack = await startTestStack({ web: !isDoorEnough, ...options });
  const connectionId = await connect(stack, graceSeconds, rateLimit);
  const challenge = await sellChallenge(stack);
  const door = isDoorEnough ? await serveDoor() : null;
  const base = door ? `http://127.0.0.1:${(door.address() as AddressInfo).port}` : stack.appUrl;
  const send: Flow['send'] = (message, given = {}) => post(base, message, given);
  return {
    stack,
    connectionId,
    base,
    setSecrets: (secrets) => setSecrets(stack, connectionId, secrets),
    send,
    deliver: (...events) => send(events.length === 1 ? events[0] : batch(...events)),
    openAccount: (login = ACCOUNT.login) => openAccount(stack, connectionId, challenge, login),
    rows: async <T>(sql: string, ...values: unknown[]) => (await stack.sql.query(sql, values)).rows as T[],
    close: async () => {
      door?.close();
      door?.closeAllConnections();
      await stack.close();
    },
  };
}
