// The live stream: what happens on the spine, told to those who may hear it, as server-sent events or, with ?poll, as one answer.
import { z } from 'zod';
import { createClient } from '@/lib/db/server';
import { follow, isStillActive, readEvents, settledHead } from '@/lib/events/read';
import { mayHear, streamMessage, streamTopic, type StreamAudience } from '@/lib/events/topic';
import { currentActor } from '@/lib/staff/gate';

export const dynamic = 'force-dynamic';

const BEAT_MS = 15_000;
// A stream ends by itself and the browser opens it anew from the last id it saw: whoever was signed out or disabled meanwhile is
// refused then. Every second heartbeat looks whether they are still active at all.
const LIFE_MS = 5 * 60_000;
const MAX_WAITING = 500;

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  connection: 'keep-alive',
  'x-accel-buffering': 'no',
};

const asked = z.object({
  account: z.uuid().nullable(),
  after: z
    .string()
    .regex(/^\d{1,18}$/)
    .nullable(),
});

const refusal = (status: number, code: string) => Response.json({ error: { code } }, { status, headers: { 'cache-control': 'no-store' } });

export async function GET(request: Request): Promise<Response> {
  const url = new URL(request.url);
  const last = request.headers.get('last-event-id') ?? url.searchParams.get('after');
  const input = asked.safeParse({ account: url.searchParams.get('account'), after: last === '' ? null : last });
  if (!input.success) return refusal(422, 'invalid');
  const listener = await readListener(input.data.account);
  if (typeof listener === 'string') return refusal(listener === 'not-signed-in' ? 401 : 404, listener);
  const after = input.data.after === null ? null : BigInt(input.data.after);
  try {
    return url.searchParams.has('poll') ? await polled(after, listener.audience) : streamed(request.signal, after, listener);
  } catch {
    return refusal(503, 'stream-unavailable');
  }
}

type Listener = { kind: 'staff' | 'trader'; id: string; audience: StreamAudience };

/** Who is listening, read through their own session; an account that is not theirs does not exist for them. */
async function readListener(accountId: string | null): Promise<Listener | 'not-signed-in' | 'not-found'> {
  const actor = await currentActor();
  if (!actor || actor.kind === 'unknown') return 'not-signed-in';
  if (actor.kind === 'staff') {
    const hearsAll = actor.role === 'auditor' || actor.role === 'admin';
    return { kind: actor.kind, id: actor.id, audience: { isStaff: true, hearsAll, accountIds: null, accountId } };
  }
  const client = await createClient();
  const { data } = await client.from('accounts_list').select('id').eq('trader_id', actor.id);
  const accountIds = new Set((data ?? []).map((row) => String(row.id)));
  if (accountId && !accountIds.has(accountId)) return 'not-found';
  return { kind: actor.kind, id: actor.id, audience: { isStaff: false, hearsAll: false, accountIds, accountId } };
}

async function polled(after: bigint | null, audience: StreamAudience): Promise<Response> {
  const head = await settledHead();
  const events = after === null ? [] : await readEvents(after, head);
  const last = events.at(-1);
  const told = events
    .filter((event) => mayHear(event, audience))
    .map((event) => ({
      topic: streamTopic(event.kind),
      id: event.id,
      kind: event.kind,
      account_id: event.account_id,
      ...(audience.isStaff ? { data: event.data } : {}),
    }));
  return Response.json({ events: told, after: last?.id ?? String(after ?? head) }, { headers: { 'cache-control': 'no-store' } });
}

function streamed(signal: AbortSignal, after: bigint | null, { kind, id, audience }: Listener): Response {
  const encoder = new TextEncoder();
  const ending = new AbortController();
  const stop = () => ending.abort();
  const start = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
    const send = (text: string) => {
      if (ending.signal.aborted) return;
      controller.enqueue(encoder.encode(text));
      // Whoever does not read loses nothing by being let go: they resume from the last id they saw.
      if ((controller.desiredSize ?? 0) < -MAX_WAITING) stop();
    };
    let beats = 0;
    const beat = setInterval(() => {
      send(': still here\n\n');
      beats += 1;
      if (beats % 2 === 0) isStillActive(kind, id).then((active) => active || stop(), stop);
    }, BEAT_MS);
    const end = setTimeout(stop, LIFE_MS);
    ending.signal.addEventListener('abort', () => {
      clearInterval(beat);
      clearTimeout(end);
      controller.close();
    });
    send('retry: 2000\n\n');
    try {
      const leave = await follow(after, { send: (event) => mayHear(event, audience) && send(streamMessage(event, audience)), fail: stop });
      if (ending.signal.aborted) leave();
      else ending.signal.addEventListener('abort', leave);
    } catch {
      stop();
    }
  };
  signal.addEventListener('abort', stop, { once: true });
  return new Response(new ReadableStream<Uint8Array>({ start, cancel: stop }, { highWaterMark: 1 }), { headers: HEADERS });
}
