// Our own wire, which a relay, a terminal bridge or the firm's server speaks: bytes in, events of good form or their problems out.
// One bad event never takes the others with it; only an envelope nobody can read refuses the whole message.
import type { z } from 'zod';
import { ACCESS_TYPE, accessShape, type AccessDraft } from '@/lib/trades/access-draft';
import { WIRE, type Draft, type WireType } from '@/lib/trades/draft';
import { decodeText, isObject, JsonNumber, MalformedJson, parseStrictJson, type JsonValue } from '@/lib/trades/strict-json';

export const MAX_EVENTS = 500;

/** Kept and well formed, but not believed (a person decides), or not well formed at all. */
export interface EventProblem {
  outcome: 'quarantined' | 'refused';
  external_id: string | null;
  code: string;
  path?: string;
}
/** What the judge folds, or from where an account was reached, which concerns no judge. */
export type ParsedEvent = { outcome: 'read'; draft: Draft } | { outcome: 'access'; access: AccessDraft } | EventProblem;

export type ParsedMessage =
  | { ok: true; events: ParsedEvent[] }
  | { ok: false; status: 400 | 422; code: 'malformed-json' | 'nothing-acceptable' | 'batch-too-large'; path?: string; message: string };

const QUARANTINED = new Set(['id-too-large', 'too-many-digits']);

export function parseNeutral(body: Uint8Array): ParsedMessage {
  return parseWith(body, readEnvelope);
}

/** Bytes as one JSON value, or why they are none; what it means is the reader's. */
export function parseWith(body: Uint8Array, readValue: (value: JsonValue) => ParsedMessage): ParsedMessage {
  const text = decodeText(body);
  if (text === null) return malformed('The body is not UTF-8 text without a byte order mark.');
  let value: JsonValue;
  try {
    value = parseStrictJson(text);
  } catch (error) {
    if (error instanceof MalformedJson) return malformed(error.message);
    throw error;
  }
  return readValue(value);
}

export function readEnvelope(value: JsonValue): ParsedMessage {
  if (!isObject(value)) return unacceptable('', 'The message must be an object with a type.');
  if (typeof value.type !== 'string') return unacceptable('type', 'The message does not say its type.');
  if (value.type !== 'batch') return { ok: true, events: [readEvent(value, '')] };
  const events = value.events;
  if (!Array.isArray(events) || events.length === 0) return unacceptable('events', 'A batch must list at least one event.');
  if (events.length > MAX_EVENTS) {
    return { ok: false, status: 422, code: 'batch-too-large', path: 'events', message: `A batch may hold ${MAX_EVENTS} events; split it.` };
  }
  return { ok: true, events: events.map((one, index) => readEvent(one, `events[${index}].`)) };
}

export function readEvent(value: JsonValue, prefix: string): ParsedEvent {
  if (!isObject(value)) return { outcome: 'refused', external_id: null, code: 'missing-field', path: `${prefix}type` };
  const external_id = namedId(value.data ?? null);
  const type = value.type;
  if (typeof type !== 'string' || (type !== ACCESS_TYPE && !isWireType(type)))
    return { outcome: 'refused', external_id, code: 'unknown-type', path: `${prefix}type` };
  if (!isObject(value.data ?? null)) return { outcome: 'refused', external_id, code: 'missing-field', path: `${prefix}data` };
  const read = type === ACCESS_TYPE ? readAccess(value.data) : readDraft(type, value.data);
  if ('draft' in read) return { outcome: 'read', draft: read.draft };
  if ('access' in read) return { outcome: 'access', access: read.access };
  const outcome = QUARANTINED.has(read.code) ? 'quarantined' : 'refused';
  return { outcome, external_id, code: read.code, path: `${prefix}data${pathText(read.path)}` };
}

type Misread = { code: string; path: PropertyKey[] };

function readAccess(data: unknown): { access: AccessDraft } | Misread {
  const found = accessShape.safeParse(data);
  return found.success ? { access: found.data } : misread(found.error.issues);
}

/** A form that is refused outweighs one that is only doubted: the sender has something to mend. */
function misread(issues: readonly z.core.$ZodIssue[]): Misread {
  const first = issues.find((issue) => !QUARANTINED.has(issue.message)) ?? issues[0];
  const code = first?.code === 'custom' || first?.message === 'too-long' ? first.message : 'missing-field';
  return { code, path: first?.path ?? [] };
}

function readDraft(type: WireType, data: unknown): { draft: Draft } | Misread {
  const { kind, shape } = WIRE[type];
  const found = shape.safeParse(data);
  if (!found.success) return misread(found.error.issues);
  const read = found.data;
  const occurred_at = 'closed_at' in read ? read.closed_at : 'occurred_at' in read ? read.occurred_at : read.opened_at;
  return { draft: { kind, occurred_at, data: read } as Draft };
}

/** The event's id as far as it can be told, so that the answer names what the sender sent. */
function namedId(data: JsonValue): string | null {
  const id = isObject(data) ? data.external_id : null;
  if (typeof id === 'string') return id;
  return id instanceof JsonNumber ? id.text : null;
}

function pathText(path: PropertyKey[]): string {
  return path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
}

function isWireType(type: string): type is WireType {
  return Object.hasOwn(WIRE, type);
}
function malformed(message: string): ParsedMessage {
  return { ok: false, status: 400, code: 'malformed-json', message };
}
export function unacceptable(path: string, message: string): ParsedMessage {
  return { ok: false, status: 422, code: 'nothing-acceptable', ...(path ? { path } : {}), message };
}
