// The door outside parties post to: bounds the body, proves where it comes from over the raw bytes, and hands it to the way in for its kind.
// Nothing is written for a message that is not authentic, except a counter; why it was refused is not told.
import { openConnection, refuseUnproven, type OpenedConnection } from '@/lib/inbox/door-receive';
import { NOT_STORED } from '@/lib/inbox/keep-receive';
import { receiveSigned } from '@/lib/inbox/signed-receive';
import { reportsTrading, signedSource } from '@/lib/inbox/sources';
import { isPing } from '@/lib/orders/sources/woocommerce';
import type { Connection } from '@/lib/db/ingest';
import { errorAnswer, type Answer } from '@/lib/trades/answer';
import { readBounded } from '@/lib/trades/bounded-body';
import { receiveMessage } from '@/lib/trades/receive';
import { isAuthentic } from '@/lib/trades/signature';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

const MAX_BYTES = 512 * 1024;
const MAX_MILLIS = 10_000;

export async function POST(request: Request, context: { params: Promise<{ source: string }> }): Promise<Response> {
  const now = new Date();
  const isForm = request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded') === true;
  if (!isForm && !isPlainJson(request.headers)) return respond(unsupported());
  const announced = request.headers.get('content-length');
  if (announced !== null && Number.parseInt(announced, 10) > MAX_BYTES) return respond(tooLarge());
  const { source } = await context.params;
  const body = await readBounded(request.body, MAX_BYTES, MAX_MILLIS);
  if (!body.ok) {
    return respond(body.code === 'too-large' ? tooLarge() : errorAnswer(408, 'too-slow', 'The body did not arrive in ten seconds.'));
  }
  // A shop asks once, unsigned, whether somebody answers. Every address says yes, so the answer tells nothing.
  if (isForm)
    return respond(isPing(Buffer.from(body.bytes).toString('latin1')) ? { status: 200, body: '{"outcome":"pong"}' } : unsupported());
  const opened = await openConnection(source, now);
  if (!opened) return respond(NOT_STORED);
  if (opened.connection && !reportsTrading(opened.connection)) {
    return respond(await receiveOther(request.headers, body.bytes, opened, opened.connection, now));
  }
  const signed = {
    id: request.headers.get('webhook-id'),
    timestamp: request.headers.get('webhook-timestamp'),
    signature: request.headers.get('webhook-signature'),
  };
  if (!isAuthentic(body.bytes, signed, opened.secrets, now.getTime()) || !opened.connection || !signed.id) {
    return respond(await refuseUnproven(source, opened));
  }
  const { connection } = opened;
  const headers = keptHeaders(request.headers);
  return respond(await receiveMessage({ connection, webhookId: signed.id, headers, body: body.bytes, auth: 'signature', now }));
}

/** Shops and identity providers sign in ways of their own; what each means is its source's business. */
async function receiveOther(
  headers: Headers,
  body: Uint8Array,
  opened: OpenedConnection,
  connection: Connection,
  now: Date,
): Promise<Answer> {
  const source = signedSource(connection);
  const map = Object.fromEntries(headers);
  if (!source?.isAuthentic(body, map, opened.secrets, now.getTime())) return refuseUnproven(connection.slug, opened);
  return receiveSigned({ connection, source, body, headers: map, now });
}

const unsupported = (): Answer => errorAnswer(415, 'unsupported-media', 'Send application/json, not encoded.');

function notAllowed(): Response {
  const answer = errorAnswer(405, 'method-not-allowed', 'Only POST is allowed here.');
  return new Response(answer.body, { status: 405, headers: { allow: 'POST', 'content-type': 'application/json' } });
}
export { notAllowed as DELETE, notAllowed as GET, notAllowed as HEAD, notAllowed as OPTIONS, notAllowed as PATCH, notAllowed as PUT };

function isPlainJson(headers: Headers): boolean {
  const [type = '', ...parameters] = (headers.get('content-type') ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const encoding = headers.get('content-encoding');
  const plain = encoding === null || encoding.trim().toLowerCase() === 'identity';
  return type === 'application/json' && plain && parameters.every((one) => one === '' || /^charset="?utf-8"?$/.test(one));
}

/** What helps to find a message again; signatures and whatever else could be a secret are left out. */
function keptHeaders(headers: Headers): Record<string, string> {
  const kept = ['content-type', 'user-agent', 'webhook-id', 'webhook-timestamp'];
  return Object.fromEntries(kept.flatMap((name) => (headers.has(name) ? [[name, headers.get(name) ?? '']] : [])));
}

function tooLarge(): Answer {
  return errorAnswer(413, 'too-large', 'The body is larger than 512 KiB; send it in parts.');
}

function respond({ status, body, retry_after }: Answer): Response {
  const headers: Record<string, string> = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  if (retry_after) headers['retry-after'] = String(retry_after);
  return new Response(body, { status, headers });
}
