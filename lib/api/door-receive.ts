// The way every REST call goes, whoever calls whatever: bounded and counted, known by name, understood, done once, answered in one shape.
// A door adds its contract and the verb it calls; it cannot leave out a step.
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { corsHeaders, refusalAnswer, type Answer } from '@/lib/api/answer';
import type { Admitted, Contract } from '@/lib/api/contract';
import { callerOf, type Caller } from '@/lib/api/gate';
import { digestOf, listedOrigins, settleKey, takeCall, takeKey } from '@/lib/api/receive';
import { Refused } from '@/lib/engine/refused';
import { refuse, type Refusal, type Result } from '@/lib/refusal';
import { readBounded } from '@/lib/trades/bounded-body';

const MAX_BYTES = 64 * 1024;
const MAX_MILLIS = 10_000;

export interface Call<Body> extends Caller {
  body: Body;
  params: Record<string, string>;
  query: URLSearchParams;
  headers: Headers;
  now: Date;
  requestId: string;
}

export interface Door<S extends z.ZodType> extends Contract<S> {
  verb: (call: Call<z.output<S>>) => Promise<Result<unknown>>;
}

type Context = { params: Promise<Record<string, string>> };
export type Handler = (request: Request, context: Context) => Promise<Response>;

export function door<S extends z.ZodType>(made: Door<S>): Handler {
  return async (request, context) => {
    const requestId = randomUUID();
    const now = new Date();
    let answer: Answer;
    try {
      const outcome = await pass(made, request, context, { now, requestId });
      answer = outcome.ok ? outcome.value : refusalAnswer(outcome.refusal, requestId);
    } catch (error) {
      if (!(error instanceof Refused)) console.error(`Request ${requestId} failed.`, error);
      const unknown = { code: 'not-stored', message: 'The request could not be finished. Ask again, or name this request to us.' };
      answer = refusalAnswer(error instanceof Refused ? error.refusal : unknown, requestId);
    }
    return respond(answer, requestId, await corsOf(request));
  };
}

/** What a browser asks before it lets a page of another host call. */
export async function preflight(request: Request): Promise<Response> {
  return new Response(null, { status: 204, headers: await corsOf(request) });
}

async function pass<S extends z.ZodType>(
  made: Door<S>,
  request: Request,
  context: Context,
  moment: { now: Date; requestId: string },
): Promise<Result<Answer>> {
  const caller = made.who === 'anyone' ? null : await callerOf(request, moment.requestId);
  if (caller && !caller.ok) return caller;
  const who = caller?.value;
  if (made.who !== 'anyone' && who && !admits(made.who, who)) return refuse('not-allowed', 'This is not yours to ask.');
  const access = request.method === 'GET' ? 'read' : 'write';
  if (who && !(await takeCall(who.name, access, moment.now))) {
    return refuse('slow-down', 'Too many requests this minute.', { facts: { retry_after_seconds: '60' } });
  }
  const bytes = made.body ? await bodyOf(request) : { ok: true as const, value: new Uint8Array() };
  if (!bytes.ok) return bytes;
  const input = made.body ? parsed(made.body, bytes.value) : { ok: true as const, value: undefined as z.output<S> };
  if (!input.ok) return input;
  const url = new URL(request.url);
  const given = { params: await context.params, query: url.searchParams, headers: request.headers, ...moment };
  // A door for anyone gets no client from here: its verb makes the one it needs.
  const call = { ...(who ?? ({ actor: null, name: 'anyone' } as Caller)), body: input.value, ...given };
  const run = async (): Promise<Result<Answer>> => {
    const done = await made.verb(call);
    return done.ok ? { ok: true, value: { status: made.status ?? 200, body: made.status === 204 ? null : done.value } } : done;
  };
  const key = request.headers.get('idempotency-key');
  if (key === null || access === 'read' || !who) return run();
  return once(run, { actor: who, key, digest: digestOf(request.method, url.pathname, bytes.value), ...moment });
}

function admits(who: Exclude<Admitted, 'anyone'>, { actor }: Caller): boolean {
  if (actor === null) return who.service === true;
  return actor.kind === 'trader' ? who.trader === true : who.staff?.includes(actor.role) === true;
}

/** The firm's own key has no id of its own; its keys share one name. */
const FIRM = '00000000-0000-0000-0000-000000000000';

interface Keyed {
  actor: Caller;
  key: string;
  digest: string;
  now: Date;
  requestId: string;
}

async function once(run: () => Promise<Result<Answer>>, { actor, key, digest, now, requestId }: Keyed): Promise<Result<Answer>> {
  if (key.length === 0 || key.length > 255)
    return refuse('invalid', 'Idempotency-Key has 1 to 255 characters.', { path: 'idempotency-key' });
  const request = { actor_id: actor.name === 'service' ? FIRM : actor.name, key, request_sha256: digest };
  const taken = await takeKey(request, now);
  if (taken.outcome === 'answered') return { ok: true, value: taken.answer };
  if (taken.outcome === 'reused') return refuse('key-reused', 'This Idempotency-Key belongs to another request.');
  if (taken.outcome === 'in-progress') return refuse('key-in-progress', 'The first request with this key is still under way.');
  try {
    const outcome = await run();
    const answer = outcome.ok ? outcome.value : refusalAnswer(outcome.refusal, requestId);
    await settleKey(request, answer, new Date());
    return { ok: true, value: answer };
  } catch (error) {
    const refusal: Refusal = error instanceof Refused ? error.refusal : { code: 'not-stored', message: '', status: 503 };
    await settleKey(request, refusalAnswer(refusal, requestId), new Date());
    throw error;
  }
}

async function bodyOf(request: Request): Promise<Result<Uint8Array>> {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json' || request.headers.has('content-encoding')) {
    return refuse('unsupported-media', 'Send application/json, not encoded.');
  }
  const body = await readBounded(request.body, MAX_BYTES, MAX_MILLIS);
  if (body.ok) return { ok: true, value: body.bytes };
  return refuse(body.code, body.code === 'too-large' ? 'The body has more than 64 KB.' : 'The body did not arrive in ten seconds.');
}

function parsed<S extends z.ZodType>(schema: S, bytes: Uint8Array): Result<z.output<S>> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return refuse('malformed-json', 'The body is not JSON.');
  }
  const read = schema.safeParse(value);
  if (read.success) return { ok: true, value: read.data };
  const issue = read.error.issues[0];
  const path = issue?.code === 'unrecognized_keys' ? (issue.keys[0] ?? '') : (issue?.path ?? []).join('.');
  return refuse('invalid', `${path === '' ? 'The body' : path}: ${issue?.message ?? 'is not valid'}`, { path });
}

/** What a page of another host may read of the answer. */
export async function corsOf(request: Request): Promise<Record<string, string>> {
  const origin = request.headers.get('origin');
  if (origin === null) return { vary: 'origin' };
  // Whoever may not be asked lists nobody.
  return corsHeaders(origin, await listedOrigins().catch(() => []));
}

function respond({ status, body, headers }: Answer, requestId: string, extra: Record<string, string>): Response {
  const all = { 'cache-control': 'private, no-store', 'x-request-id': requestId, ...extra, ...headers };
  return body === null ? new Response(null, { status, headers: all }) : Response.json(body, { status, headers: all });
}
