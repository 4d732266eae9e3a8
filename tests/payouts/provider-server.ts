// A provider that answers over HTTP and keeps its own ledger, so that what left can be counted where it arrived. Each switch is one way in
// which a real one fails; whatever it does, a key it has seen makes no second transfer.
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { ask, leftOpen } from '@/lib/payouts/providers/ask';
import type { Outcome, PayoutProvider } from '@/lib/payouts/providers/provider';

export type Trouble =
  'ok' | 'refuse' | 'timeout-before' | 'timeout-after-success' | '500-after-success' | 'reset-mid-body' | '409' | 'unreadable';

export interface ProviderServer {
  provider: PayoutProvider;
  /** Every transfer ever made, in the provider's own book, and what became of it where it did not simply arrive. */
  ledger: { key: string; payout_id: string; amount_cents: number; became?: 'sent' | 'failed' | 'returned' }[];
  calls: number;
  trouble: Trouble;
  /** Troubles of single payouts, where several are sent at once. */
  troubles: Map<string, Trouble>;
  /** Waits here before answering, for tests that kill the caller in between. */
  gate: { before: Promise<void> | null; after: Promise<void> | null };
  url: string;
  close: () => Promise<void>;
}

const body = z.object({ key: z.string(), payout_id: z.string(), amount_cents: z.number() });
const told = z.object({ kind: z.enum(['sent', 'paid', 'failed', 'returned', 'absent']), reference: z.string() });

export async function startProvider(timeoutMs = 400): Promise<ProviderServer> {
  const state: ProviderServer = {
    ...{
      ledger: [],
      calls: 0,
      trouble: 'ok',
      troubles: new Map(),
      gate: { before: null, after: null },
      url: '',
      close: () => Promise.resolve(),
    },
    provider: null as never,
  };
  const server: Server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => void answer(state, request.method ?? '', request.url ?? '', text, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  state.provider = providerAt(state.url, timeoutMs);
  state.close = () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve())));
  return state;
}

async function answer(state: ProviderServer, method: string, url: string, text: string, response: ServerResponse): Promise<void> {
  const say = (status: number, value: unknown) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  if (method === 'GET') {
    const key = decodeURIComponent(url.split('/').at(-1) ?? '');
    const found = state.ledger.find((one) => one.key === key);
    return void say(200, found ? { kind: found.became ?? 'paid', reference: found.key } : { kind: 'absent', reference: '' });
  }
  state.calls += 1;
  await state.gate.before;
  const given = body.parse(JSON.parse(text));
  const trouble = state.troubles.get(given.payout_id) ?? state.trouble;
  if (trouble === 'timeout-before') return;
  if (trouble === 'refuse') return void say(422, { kind: 'failed', reference: '' });
  if (trouble === '409') return void say(409, {});
  if (!state.ledger.some(({ key }) => key === given.key)) state.ledger.push(given);
  await state.gate.after;
  if (trouble === 'timeout-after-success') return;
  if (trouble === '500-after-success') return void say(500, {});
  if (trouble === 'unreadable') return void response.writeHead(200).end('<html>ok</html>');
  if (trouble === 'reset-mid-body') {
    response.writeHead(200, { 'content-length': '1000' }).write('{"kind"');
    setTimeout(() => response.destroy(), 20);
    return;
  }
  say(200, { kind: 'sent', reference: given.key });
}

/** What the product would have for such a provider: the same calling and the same reading as the real ones. */
export function providerAt(url: string, timeoutMs: number): PayoutProvider {
  const api = { baseUrl: url, fetch, timeoutMs };
  const read = (answer: Awaited<ReturnType<typeof ask>>): Outcome | 'absent' => {
    if ('ok' in answer && !answer.ok) return { kind: 'failed', reference: '', reason: 'refused' };
    const said = 'ok' in answer ? told.safeParse(answer.body) : null;
    if (!said?.success) return leftOpen(answer);
    return said.data.kind === 'absent' ? 'absent' : { kind: said.data.kind, reference: said.data.reference };
  };
  return {
    code: 'simulated',
    automatic: true,
    async create({ payout_id, amount_cents }, key) {
      const init = {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ key, payout_id, amount_cents }),
      };
      const said = read(await ask(api, '/transfers', init));
      return said === 'absent' ? { kind: 'unknown', reason: 'absent' } : said;
    },
    find: async (key) => read(await ask(api, `/transfers/${encodeURIComponent(key)}`, {})),
    parse: () => [],
  };
}
