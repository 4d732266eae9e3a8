// A trading platform on loopback, as ours to write: it checks our signature, keeps ids, can sleep and can refuse, and sends again what it
// has or should have posted.
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { SECRET } from '../trades/wire-samples';

export interface Heard {
  id: string;
  type: string;
  data: Record<string, unknown>;
}
export interface Message {
  id: string;
  body: string;
}

export class ListeningPlatform {
  /** Everything that arrived and was signed, also what was answered with trouble. */
  readonly heard: Heard[] = [];
  mood: 'awake' | 'asleep' | 'refusing' | 'silent' = 'awake';
  messages: Message[] = [];
  pageSize = 500;
  forged = 0;
  private server: Server | undefined;

  async listen(): Promise<string> {
    this.server = createServer((request, response) => {
      void this.answer(request).then(({ status, body }) => {
        if (status === 0) return request.socket.destroy();
        response.writeHead(status, { 'content-type': 'application/json' }).end(body);
      });
    });
    await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/platform`;
  }

  async close(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => this.server?.close(resolve));
  }

  /** Orders that were carried out: each id once. */
  get done(): string[] {
    return [...new Map(this.heard.map((one) => [one.id, one.type])).values()];
  }

  private async answer(request: IncomingMessage): Promise<{ status: number; body: string }> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    try {
      new Webhook(SECRET).verify(text, request.headers as Record<string, string>);
    } catch {
      this.forged += 1;
      return { status: 401, body: '{}' };
    }
    if (this.mood === 'asleep') return { status: 503, body: 'asleep' };
    if (this.mood === 'silent') return { status: 0, body: '' };
    const { type, data } = JSON.parse(text) as { type: string; data: Record<string, unknown> };
    if (type === 'feed.resend') return { status: 200, body: JSON.stringify(this.page(data)) };
    this.heard.push({ id: String(request.headers['webhook-id']), type, data });
    return this.mood === 'refusing' ? { status: 422, body: 'this account is not ours' } : { status: 200, body: '{}' };
  }

  private page({ cursor }: Record<string, unknown>): { messages: Message[]; next_cursor: string | null } {
    const from = cursor === null ? 0 : Number(cursor);
    const end = from + this.pageSize;
    return { messages: this.messages.slice(from, end), next_cursor: end < this.messages.length ? String(end) : null };
  }
}
