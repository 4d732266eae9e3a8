// What a REST door answers: JSON that nobody may keep, and for every refusal a code, one clear sentence and the request's name.
import { statusOfCode } from '@/lib/api/codes';
import type { Refusal } from '@/lib/refusal';

/** The status of a refusal: its own, or that of its code. */
export const statusOf = (refusal: Refusal): number => refusal.status ?? statusOfCode(refusal.code);

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
