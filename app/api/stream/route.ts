// The live stream: what happens on the spine, told to those who may hear it, as server-sent events or, with ?poll, as one answer.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { refusalAnswer } from '@/lib/api/answer';
import { corsOf, preflight } from '@/lib/api/door-receive';
import { callerOf, type Caller } from '@/lib/api/gate';
import { takeCall } from '@/lib/api/receive';
import { follow, isStillActive, readNews } from '@/lib/events/read';
import { mayHear, reloadMessage, streamMessage, streamTopic, type StreamAudience } from '@/lib/events/topic';
import { refuse, type Refusal, type Result } from '@/lib/refusal';

export const dynamic = 'force-dynamic';
export { preflight as OPTIONS };

const BEAT_MS = 15_000;
// A stream ends by itself and the browser opens it anew from the last id it saw: whoever was signed out or disabled meanwhile is
// refused then. Every second heartbeat looks whether they are still active at all.
const LIFE_MS = 5 * 60_000;
const MAX_WAITING = 500;
/** Of one person at once, here: each open page has one. */
const MAX_STREAMS = 12;
const open = new Map<string, number>();

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

export async function GET(request: Request): Promise<Response> {
  const requestId = randomUUID();
  const extra = { ...(await corsOf(request)), 'x-request-id': requestId };
  const refused = (refusal: Refusal) => {
    const { status, body, headers } = refusalAnswer(refusal, requestId);
    return Response.json(body, { status, headers: { 'cache-control': 'no-store', ...extra, ...headers } });
  };
  try {
    const answer = await answerTo(request, requestId, extra);
    return answer.ok ? answer.value : refused(answer.refusal);
  } catch (error) {
    console.error(`The stream ${requestId} could not be opened.`, error);
    return refused({ code: 'stream-unavailable', message: 'The stream cannot be opened now; poll, and try again.', status: 503 });
  }
}

async function answerTo(request: Request, requestId: string, extra: Record<string, string>): Promise<Result<Response>> {
  const url = new URL(request.url);
  const last = request.headers.get('last-event-id') ?? url.searchParams.get('after');
  const input = asked.safeParse({ account: url.searchParams.get('account'), after: last === '' ? null : last });
  if (!input.success) return refuse('invalid', '`account` is a uuid, `after` the id of an event.');
  const caller = await callerOf(request, requestId);
  if (!caller.ok) return caller;
  if (!(await takeCall(caller.value.name, 'read', new Date()))) return tooMany('Too many requests this minute.');
  const audience = await audienceOf(caller.value, input.data.account);
  if (!audience) return refuse('not-found', 'There is no such account.');
  const after = input.data.after === null ? null : BigInt(input.data.after);
  if (url.searchParams.has('poll')) return { ok: true, value: await polled(after, audience, extra) };
  if ((open.get(caller.value.name) ?? 0) >= MAX_STREAMS) return tooMany(`At most ${MAX_STREAMS} streams at once; poll instead.`);
  return { ok: true, value: streamed(request.signal, after, { caller: caller.value, audience, extra }) };
}

const tooMany = (message: string): Result<never> => refuse('slow-down', message, { facts: { retry_after_seconds: '60' } });

/** What this caller may hear, read with their own rights; an account that is not theirs does not exist for them. */
async function audienceOf({ actor, client }: Caller, accountId: string | null): Promise<StreamAudience | null> {
  if (!actor || actor.kind === 'staff') {
    const hearsAll = !actor || actor.role === 'auditor' || actor.role === 'admin';
    return { isStaff: true, hearsAll, accountIds: null, accountId };
  }
  const { data, error } = await client.from('accounts_list').select('id').eq('trader_id', actor.id);
  if (error) throw new Error(`accounts_list: ${error.message}`);
  const accountIds = new Set((data ?? []).map((row) => String(row.id)));
  return accountId && !accountIds.has(accountId) ? null : { isStaff: false, hearsAll: false, accountIds, accountId };
}

async function polled(after: bigint | null, audience: StreamAudience, extra: Record<string, string>): Promise<Response> {
  const news = await readNews(after, audience);
  const told = news.events
    .filter((event) => mayHear(event, audience))
    .map((event) => ({
      topic: streamTopic(event.kind),
      id: event.id,
      kind: event.kind,
      account_id: event.account_id,
      ...(audience.isStaff ? { data: event.data } : {}),
    }));
  const body = { events: told, after: news.after, ...(news.reload ? { reload: true } : {}) };
  return Response.json(body, { headers: { 'cache-control': 'no-store', ...extra } });
}

interface Listening {
  caller: Caller;
  audience: StreamAudience;
  extra: Record<string, string>;
}

function streamed(signal: AbortSignal, after: bigint | null, { caller: { actor, name }, audience, extra }: Listening): Response {
  const encoder = new TextEncoder();
  const ending = new AbortController();
  const stop = () => ending.abort();
  let taken: () => void = () => undefined;
  let isGone = false;
  const gone = () => {
    isGone = true;
    stop();
  };
  const run = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
    const send = (text: string) => {
      if (ending.signal.aborted) return;
      controller.enqueue(encoder.encode(text));
      // Whoever does not read loses nothing by being let go: they resume from the last id they saw.
      if ((controller.desiredSize ?? 0) < -MAX_WAITING) stop();
    };
    const room = () =>
      ending.signal.aborted || (controller.desiredSize ?? 0) > 0 ? Promise.resolve() : new Promise<void>((go) => (taken = go));
    open.set(name, (open.get(name) ?? 0) + 1);
    let beats = 0;
    const beat = setInterval(() => {
      send(': still here\n\n');
      beats += 1;
      if (actor && beats % 2 === 0) isStillActive(actor.kind, actor.id).then((active) => active || stop(), stop);
    }, BEAT_MS);
    const end = setTimeout(stop, LIFE_MS);
    ending.signal.addEventListener('abort', () => {
      clearInterval(beat);
      clearTimeout(end);
      leaveOne(name);
      taken();
      if (!isGone) controller.close();
    });
    send('retry: 2000\n\n');
    const hear = (event: Parameters<typeof mayHear>[0]) => mayHear(event, audience) && send(streamMessage(event, audience));
    const reload = (id: string) => send(reloadMessage(id));
    try {
      const leave = await follow(after, { audience, send: hear, reload, room, fail: stop });
      if (ending.signal.aborted) leave();
      else ending.signal.addEventListener('abort', leave);
    } catch {
      stop();
    }
  };
  signal.addEventListener('abort', stop, { once: true });
  // `pull` is only called once `start` is over, so what runs for as long as the stream does is not waited for there.
  const body = {
    start: (controller: ReadableStreamDefaultController<Uint8Array>) => void run(controller),
    pull: () => taken(),
    cancel: gone,
  };
  return new Response(new ReadableStream<Uint8Array>(body, { highWaterMark: 1 }), { headers: { ...HEADERS, ...extra } });
}

function leaveOne(name: string): void {
  const left = (open.get(name) ?? 1) - 1;
  if (left > 0) open.set(name, left);
  else open.delete(name);
}
