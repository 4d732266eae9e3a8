// A database that answers as a test tells it to: a real server on loopback that speaks the few calls of a batch run.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  name: string;
  body: { p?: { judge?: string[]; standing?: { account_id: string } | null; accounts?: { account_id: string }[] } };
}
/** Null lets the ordinary answer be given; 'hang' never answers; a number is a status of failure. */
export type Behaviour = (asked: Asked) => null | 'hang' | number | object;

export class ApiStandIn {
  readonly asked: Asked[] = [];
  behave: Behaviour = () => null;
  private readonly server = createServer((incoming, outgoing) => void this.answer(incoming, outgoing));

  constructor(private readonly account: (id: string) => object) {}

  async start(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  calls(name: string): Asked[] {
    return this.asked.filter((one) => one.name === name);
  }

  private async answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of incoming) text += String(chunk);
    const asked: Asked = { name: (incoming.url ?? '').split('?')[0]?.split('/').at(-1) ?? '', body: text ? JSON.parse(text) : {} };
    this.asked.push(asked);
    const told = this.behave(asked);
    if (told === 'hang') return;
    const status = typeof told === 'number' ? told : 200;
    outgoing.writeHead(status, { 'content-type': 'application/json' });
    const trouble = { code: 'XX000', message: 'told to fail' };
    outgoing.end(JSON.stringify(typeof told === 'object' && told !== null ? told : status >= 400 ? trouble : this.ordinary(asked)));
  }

  private ordinary({ name, body }: Asked): unknown {
    if (name === 'may_judge') return 'key';
    if (name === 'start_batch') return '00000000-0000-4000-8000-000000000001';
    if (name === 'load_assessment') {
      const accounts = (body.p?.judge ?? []).map((id) => this.account(id));
      return { accounts, standing: '', held: { same: [], breached: [], unknown: [] } };
    }
    if (name !== 'record_assessment') return null;
    const recorded = (rows: { account_id: string }[] = []) =>
      rows.map(({ account_id }) => ({ account_id, outcome: 'recorded', code: null }));
    return { accounts: recorded(body.p?.accounts), standing: [{ recorded: standingIds(body) }], settled: [] };
  }
}

/** The accounts of a record, which names them in the text of a Postgres array. */
export function standingIds({ p }: Asked['body']): string[] {
  return p?.standing?.account_id.match(/[^{},"]+/g) ?? [];
}
