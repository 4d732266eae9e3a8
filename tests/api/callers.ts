// Callers of the REST doors: the handlers as Next calls them, with a token or without.
import { CONTRACTS } from '@/lib/api/contracts';
import type { Handler } from '@/lib/api/door-receive';
import type { TestStack } from '../support/stack';

export interface Answered {
  status: number;
  json: Record<string, unknown> & { error?: { code: string; path?: string; request_id: string }; items?: Record<string, unknown>[] };
  headers: Headers;
}

export interface Asked {
  token?: string;
  body?: unknown;
  params?: Record<string, string>;
  headers?: Record<string, string>;
}

export async function ask(handler: Handler, method: string, path: string, { token, body, params, headers }: Asked = {}): Promise<Answered> {
  const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  const request = new Request(`http://127.0.0.1/api/v1${path}`, {
    method,
    body: text,
    headers: {
      ...(text === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
  });
  const response = await handler(request, { params: Promise.resolve(params ?? {}) });
  const said = await response.text();
  const json = said === '' ? {} : (JSON.parse(said) as Answered['json']);
  heldToContract(method, path, response.status, json);
  return { status: response.status, json, headers: response.headers };
}

/** Whatever a test asks, a success answers what the documentation promises. */
function heldToContract(method: string, path: string, status: number, json: unknown): void {
  if (status >= 300) return;
  const address = path.split('?')[0] ?? '';
  const said = CONTRACTS.find((one) => one.method === method && new RegExp(`^${one.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(address));
  if (!said) throw new Error(`${method} ${path} is not in the documentation.`);
  if (status !== (said.status ?? 200)) throw new Error(`${method} ${path} answered ${status}, promised was ${said.status ?? 200}.`);
  if (said.answer) said.answer.parse(json);
}

/** Somebody of the staff, signed in. */
export async function staffToken(stack: TestStack, role: string): Promise<string> {
  const person = await stack.signUp(`${role}@api.test`);
  await stack.sql.query('insert into public.staff (id, email, full_name, role) values ($1, $2, $3, $4)', [
    person.id,
    `${role}@api.test`,
    role,
    role,
  ]);
  return person.accessToken;
}

/** The trader of an account, signed in. */
export async function traderToken(stack: TestStack, accountId: string, email: string): Promise<string> {
  const person = await stack.signUp(email);
  await stack.sql.query('update public.traders set auth_user_id = $1 where id = (select trader_id from public.accounts where id = $2)', [
    person.id,
    accountId,
  ]);
  return person.accessToken;
}
