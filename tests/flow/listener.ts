// A listener of the live stream as a browser is one: opened with cookies, cut at any moment, taken up again from the last id it heard.
import { createServerClient } from '@supabase/ssr';
import type { WebSocketLikeConstructor } from '@supabase/supabase-js';
import ws from 'ws';
import type { TestStack } from '../support/stack';

export interface Heard {
  id: string;
  topic: string;
  data: { id: string; kind: string; account_id: string | null; data?: unknown };
}
export interface Listening {
  heard: Heard[];
  /** Ends the connection from this side. */
  cut: () => Promise<void>;
  /** Ends when either side lets go. */
  ended: Promise<void>;
}
export interface From {
  /** How a page asks, by the address. */
  after?: string;
  /** How a browser asks by itself, by the header. */
  lastEventId?: string;
  account?: string;
}

/** The session of one who signs in, as the `cookie` header their browser would send. */
export async function signInCookies(stack: TestStack, email: string, password = 'long-enough-password'): Promise<string> {
  const jar = new Map<string, string>();
  const client = createServerClient(stack.apiUrl, stack.keys.publishable_key, {
    cookies: {
      getAll: () => [...jar].map(([name, value]) => ({ name, value })),
      setAll: (fresh) => fresh.forEach(({ name, value }) => jar.set(name, value)),
    },
    realtime: { transport: ws as unknown as WebSocketLikeConstructor },
  });
  const { error } = await client.auth.signInWithPassword({ email, password });
  if (error) throw error;
  return [...jar].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('; ');
}

export function askStream(base: string, cookie: string, { after, lastEventId, account }: From = {}, init: RequestInit = {}) {
  const url = new URL('/api/stream', base);
  if (after !== undefined) url.searchParams.set('after', after);
  if (account !== undefined) url.searchParams.set('account', account);
  const headers = { cookie, ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) };
  return fetch(url, { headers, ...init });
}

export async function listen(base: string, cookie: string, from: From = {}): Promise<Listening> {
  const cutting = new AbortController();
  const response = await askStream(base, cookie, from, { signal: cutting.signal });
  if (!response.ok || !response.body) throw new Error(`The stream answered ${response.status}: ${await response.text()}`);
  const heard: Heard[] = [];
  const ended = readAll(response.body, heard).catch(() => undefined);
  const cut = (): Promise<void> => {
    cutting.abort();
    return ended;
  };
  return { heard, ended, cut };
}

async function readAll(body: ReadableStream<Uint8Array>, heard: Heard[]): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
    // What stands behind the last blank line is not yet whole, and a browser would not hand it on either.
    rest = blocks.pop() ?? '';
    heard.push(...blocks.flatMap(message));
  }
}

function message(block: string): Heard[] {
  const field = (name: string): string | undefined => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
  const [id, topic, data] = [field('id'), field('event'), field('data')];
  return id && topic && data ? [{ id, topic, data: JSON.parse(data) as Heard['data'] }] : [];
}
