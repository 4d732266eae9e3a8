// Somebody outside who listens: checks our signature with the published library, remembers what came and in which order, and can fail.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { seal } from '@/lib/db/vault';
import { TOPICS } from '@/lib/outbound/topics';

export const LISTENER_SECRET = 'whsec_b3V0Ym91bmQtc2VjcmV0LW9mLXRlc3Rz';

export interface Message {
  id: string;
  type: string;
  timestamp: string;
  data: Record<string, unknown>;
}

export class OutsideListener {
  /** Everything that was proven, whatever was answered. */
  readonly heard: Message[] = [];
  /** Ids that were answered 200, in order. */
  readonly taken: Message[] = [];
  forged = 0;
  secret = LISTENER_SECRET;
  /** Answered 503 where this says so. */
  refuses: (message: Message) => boolean = () => false;
  answer: { status: number; body: string; headers?: Record<string, string> } | null = null;
  /** Waited for before anything is answered. */
  gate: Promise<void> | null = null;
  private server: Server | undefined;

  async listen(): Promise<string> {
    this.server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on(
        'end',
        () =>
          void this.take(text, request.headers as Record<string, string>).then(([status, body, headers]) =>
            response.writeHead(status, headers).end(body),
          ),
      );
    });
    await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hooks`;
  }

  async close(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => this.server?.close(resolve));
  }

  private async take(text: string, headers: Record<string, string>): Promise<[number, string, Record<string, string>]> {
    try {
      new Webhook(this.secret).verify(text, headers);
    } catch {
      this.forged += 1;
      return [401, '{}', {}];
    }
    const message = { id: headers['webhook-id'] ?? '', ...(JSON.parse(text) as Omit<Message, 'id'>) };
    this.heard.push(message);
    await this.gate;
    if (this.answer) return [this.answer.status, this.answer.body, this.answer.headers ?? {}];
    if (this.refuses(message)) return [503, 'not now', {}];
    this.taken.push(message);
    return [200, '{"ok":true}', {}];
  }
}

type Query = (sql: string, ...values: unknown[]) => Promise<unknown[]>;

/** An endpoint that hears every topic from now on; answers its id. */
export async function listenAt(rows: Query, url: string, topics: readonly string[] = TOPICS): Promise<string> {
  const id = randomUUID();
  const secrets = [{ ...seal(LISTENER_SECRET, `outbound_endpoints:${id}:secrets`), expires_at: null }];
  await rows(
    `insert into public.outbound_endpoints (id, name, url, topics, secrets, from_event)
     values ($1, $2, $3, $4, $5, (select coalesce(max(id), 0) from public.events))`,
    id,
    `listener ${id.slice(0, 4)}`,
    url,
    topics,
    JSON.stringify(secrets),
  );
  return id;
}
