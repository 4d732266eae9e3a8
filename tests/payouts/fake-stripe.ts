// A Stripe that answers over HTTP and keeps its own ledger of transfers and payouts: keys are honoured, and one call may be made to fail.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeStripe {
  url: string;
  transfers: { id: string; amount: number; currency: string; destination: string; transfer_group: string; reversed: boolean }[];
  payouts: { id: string; amount: number; account: string; status: string; metadata: Record<string, string> }[];
  /** Of the last request. */
  key: string;
  /** What happens to the next POST whose path ends so. */
  trouble: { path: string; kind: '500-after' | '400' | 'key-used' | 'drop-before' | 'drop-after' } | null;
  close: () => Promise<void>;
}

export async function startFakeStripe(): Promise<FakeStripe> {
  const answers = new Map<string, unknown>();
  const fake: FakeStripe = { url: '', key: '', transfers: [], payouts: [], trouble: null, close: () => Promise.resolve() };
  const server = createServer((request, response) => {
    void read(request).then((text) => {
      const url = new URL(request.url ?? '', 'http://fake');
      const say = (status: number, body: unknown) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      const account = String(request.headers['stripe-account'] ?? '');
      fake.key = String(request.headers.authorization).replace('Bearer ', '');
      if (request.method === 'GET') {
        const group = url.searchParams.get('transfer_group');
        return say(200, {
          data: url.pathname.endsWith('transfers')
            ? fake.transfers.filter((one) => one.transfer_group === group)
            : fake.payouts.filter((one) => one.account === account),
        });
      }
      const trouble = fake.trouble && url.pathname.endsWith(fake.trouble.path) ? fake.trouble.kind : null;
      if (trouble) fake.trouble = null;
      if (trouble === 'drop-before') return response.destroy();
      if (trouble === '400') return say(400, { error: { message: 'No such destination', code: 'resource_missing' } });
      if (trouble === 'key-used')
        return say(400, { error: { type: 'idempotency_error', message: 'Keys can only be used with the same parameters' } });
      const key = `${url.pathname} ${String(request.headers['idempotency-key'])}`;
      if (!answers.has(key)) answers.set(key, make(fake, url.pathname, account, new URLSearchParams(text)));
      if (trouble === 'drop-after') return response.destroy();
      return trouble === '500-after' ? say(500, {}) : say(200, answers.get(key));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  fake.close = () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve())));
  return fake;
}

function make(fake: FakeStripe, path: string, account: string, form: URLSearchParams): unknown {
  const amount = Number(form.get('amount'));
  const value = (name: string) => form.get(name) ?? '';
  const reversed = fake.transfers.find(({ id }) => path.endsWith(`/${id}/reversals`));
  if (reversed) {
    reversed.reversed = true;
    return { id: `trr_${reversed.id}` };
  }
  if (path.endsWith('transfers')) {
    const one = {
      id: `tr_${fake.transfers.length + 1}`,
      amount,
      currency: value('currency'),
      destination: value('destination'),
      transfer_group: value('transfer_group'),
      reversed: false,
    };
    fake.transfers.push(one);
    return one;
  }
  const metadata = { payout_id: value('metadata[payout_id]'), transfer: value('metadata[transfer]') };
  const one = { id: `po_${fake.payouts.length + 1}`, amount, account, status: 'pending', metadata };
  fake.payouts.push(one);
  return one;
}

async function read(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
