// What a REST door answers: JSON that nobody may keep, and for every refusal a code, one clear sentence and the request's name.
import type { Refusal } from '@/lib/refusal';

/** The status of a code, where the refusal itself names none. Codes are part of the contract; a new one is 422 until it is listed. */
const STATUS: Record<string, number> = {
  'malformed-json': 400,
  'not-signed-in': 401,
  'sign-in-refused': 401,
  'not-allowed': 403,
  'registration-closed': 403,
  'no-origin': 403,
  'not-found': 404,
  stale: 409,
  'already-decided': 409,
  'already-running': 409,
  'key-in-progress': 409,
  'too-slow': 408,
  'too-large': 413,
  'unsupported-media': 415,
  'slow-down': 429,
  'too-many-tries': 429,
  'not-stored': 503,
  'sign-in-unavailable': 503,
};

export const statusOf = (refusal: Refusal): number => refusal.status ?? STATUS[refusal.code] ?? 422;

export interface Answer {
  status: number;
  /** Null: nothing to say (204). */
  body: unknown;
  headers?: Record<string, string>;
}

/** `{ error: { code, message, path?, facts?, request_id } }`; whoever must wait is told how long. */
export function refusalAnswer(refusal: Refusal, requestId: string): Answer {
  const { code, message, path, facts } = refusal;
  const status = statusOf(refusal);
  const error = {
    code,
    message,
    ...(path === undefined ? {} : { path }),
    ...(facts === undefined ? {} : { facts }),
    request_id: requestId,
  };
  return { status, body: { error }, ...(status === 429 ? { headers: { 'retry-after': facts?.retry_after_seconds ?? '60' } } : {}) };
}

/** Headers for a page of another host: only one that the firm lists, never with credentials. Null: it gets none, and its browser says no. */
export function corsHeaders(origin: string | null, listed: readonly string[]): Record<string, string> {
  if (origin === null || !listed.includes(origin)) return { vary: 'origin' };
  return {
    vary: 'origin',
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'GET, POST, PATCH, DELETE',
    'access-control-allow-headers': 'authorization, content-type, idempotency-key',
    'access-control-expose-headers': 'retry-after, x-request-id',
    'access-control-max-age': '600',
  };
}
