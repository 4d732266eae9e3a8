// A mail provider on loopback, after Resend's `POST /emails`: keeps what it was handed, honours idempotency keys, fails on request.
// A real server on a real port, so that the client library under test is the one that runs in production.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Answer = 'ok' | 'refuse' | 'rate-limit' | 'broken' | 'wrong-key' | 'reset' | 'reset-after-accept' | 'no-json';

export interface CapturedMail {
  id: string;
  key: string | null;
  from: string;
  to: string;
  subject: string;
  html: string;
  text: string;
  headers?: Record<string, string>;
}

export interface FakeResend {
  url: string;
  /** Letters the provider really accepted: a repeated key adds none. */
  mails: CapturedMail[];
  /** Every call, accepted or not. */
  calls: number;
  answer: Answer;
  close(): Promise<void>;
}

const REFUSALS: Partial<Record<Answer, [number, string, string]>> = {
  refuse: [422, 'validation_error', 'The `to` address is not valid.'],
  'rate-limit': [429, 'rate_limit_exceeded', 'Too many requests.'],
  broken: [500, 'internal_server_error', 'An unexpected error occurred.'],
  'wrong-key': [401, 'invalid_api_key', 'API key is invalid.'],
};

export async function startFakeResend(): Promise<FakeResend> {
  const fake: FakeResend = { url: '', mails: [], calls: 0, answer: 'ok', close: () => Promise.resolve() };
  const server = createServer((request, response) => void handle(fake, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  fake.close = () =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return fake;
}

async function handle(fake: FakeResend, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  fake.calls += 1;
  if (request.method !== 'POST' || request.url !== '/emails') return say(response, 404, { name: 'not_found', message: 'No such path.' });
  if (fake.answer === 'reset') return void request.socket.destroy();
  if (fake.answer === 'no-json') return void response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>');
  const refusal = REFUSALS[fake.answer];
  if (refusal) return say(response, refusal[0], { statusCode: refusal[0], name: refusal[1], message: refusal[2] });
  const mail = accept(fake, request, JSON.parse(Buffer.concat(chunks).toString('utf8')) as Omit<CapturedMail, 'id' | 'key'>);
  if (fake.answer === 'reset-after-accept') return void request.socket.destroy();
  say(response, 200, { id: mail.id });
}

function accept(fake: FakeResend, request: IncomingMessage, body: Omit<CapturedMail, 'id' | 'key'>): CapturedMail {
  const header = request.headers['idempotency-key'];
  const key = typeof header === 'string' ? header : null;
  const known = key === null ? undefined : fake.mails.find((mail) => mail.key === key);
  if (known) return known;
  const mail = { ...body, id: `mail-${randomUUID()}`, key };
  fake.mails.push(mail);
  return mail;
}

function say(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
