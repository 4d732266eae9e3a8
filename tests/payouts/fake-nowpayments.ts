// A NOWPayments that answers over HTTP: signed in by password, let go by a second factor, and forgetful of its answers when told to be.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { totp } from '@/lib/payouts/providers/totp';

interface Row {
  id: string;
  batch_withdrawal_id: string;
  status: string;
  unique_external_id: string;
  address: string;
  currency: string;
  amount: string;
}
export interface FakeNowPayments {
  url: string;
  ledger: Row[];
  trouble: { path: RegExp; kind: '500-after' | 'drop-before' } | null;
  close: () => Promise<void>;
}
export const LOGIN = { apiKey: 'np_key', email: 'pay@firm.test', password: 'long-enough', totpSecret: 'JBSWY3DPEHPK3PXP' };

export async function startFakeNowPayments(now: () => number): Promise<FakeNowPayments> {
  const fake: FakeNowPayments = { url: '', ledger: [], trouble: null, close: () => Promise.resolve() };
  const server = createServer((request, response) => {
    void read(request).then((text) => {
      const url = new URL(request.url ?? '', 'http://fake');
      const trouble = fake.trouble?.path.test(`${request.method} ${url.pathname}`) ? fake.trouble.kind : null;
      if (trouble) fake.trouble = null;
      if (trouble === 'drop-before') return response.destroy();
      const [status, body] = answer(fake, request, url, text, now());
      response.writeHead(trouble === '500-after' ? 500 : status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  fake.close = () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve())));
  return fake;
}

function answer(fake: FakeNowPayments, request: IncomingMessage, url: URL, text: string, now: number): [number, unknown] {
  if (request.headers['x-api-key'] !== LOGIN.apiKey) return [403, {}];
  const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
  if (url.pathname === '/v1/auth') return body.password === LOGIN.password ? [200, { token: 'jwt' }] : [401, {}];
  if (request.headers.authorization !== 'Bearer jwt') return [401, {}];
  if (request.method === 'GET') return [200, { payouts: [...fake.ledger].reverse() }];
  if (url.pathname.endsWith('/verify')) {
    if (body.verification_code !== totp(LOGIN.totpSecret, now)) return [400, { message: 'Invalid code' }];
    for (const one of fake.ledger) if (url.pathname.includes(`/${one.batch_withdrawal_id}/`)) one.status = 'SENDING';
    return [200, {}];
  }
  const [given] = body.withdrawals as Row[];
  if (!given || given.address === 'nowhere') return [400, { code: 'INVALID_ADDRESS', message: 'Invalid address' }];
  const row = { ...given, id: `w${fake.ledger.length + 1}`, batch_withdrawal_id: `b${fake.ledger.length + 1}`, status: 'WAITING' };
  fake.ledger.push(row);
  return [200, { id: row.batch_withdrawal_id, withdrawals: [row] }];
}

async function read(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
