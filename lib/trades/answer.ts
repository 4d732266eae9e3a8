// What a sender is told: one outcome per event, or one error for the message. Bodies are text, because a repeated message gets the very bytes of the first answer.
import type { EventProblem } from '@/lib/trades/sources/neutral';
import type { WebhookVerdict } from '@/lib/accounts/verdict-row';

export interface Answer {
  status: number;
  body: string;
  retry_after?: number;
  /** The answer of the first delivery, given again. */
  isRepeat?: boolean;
}

/** What the first delivery of an event was told; kept beside the event. */
export interface RecordedOutcome {
  outcome: 'recorded';
  account_id: string;
  account_version: number;
  verdict: WebhookVerdict;
  provisional: boolean;
}
export type EventOutcome =
  | RecordedOutcome
  | { outcome: 'duplicate'; first: RecordedOutcome | null }
  /** From where an account was reached: kept, and judged by nobody. */
  | { outcome: 'noted' }
  | { outcome: 'parked'; code: 'unknown-account' | 'settling' }
  | { outcome: 'quarantined' | 'refused'; code: string; path?: string };
export type EventResult = { external_id: string | null } & EventOutcome;

export function answerOf(messageId: string, results: EventResult[]): Answer {
  const body = { message_id: messageId, received: results.length, results };
  const refused = results.every((one) => one.outcome === 'refused');
  if (!refused) return { status: 200, body: JSON.stringify(body) };
  const error = { code: 'nothing-acceptable', message: 'Every event was refused; each says why.' };
  return { status: 422, body: JSON.stringify({ error, ...body }) };
}

export function errorAnswer(status: number, code: string, message: string, extra: { path?: string; retry_after?: number } = {}): Answer {
  const error = { code, ...(extra.path ? { path: extra.path } : {}), message };
  return { status, body: JSON.stringify({ error }), ...(extra.retry_after ? { retry_after: extra.retry_after } : {}) };
}

export function problemResult(problem: EventProblem): EventResult {
  const { external_id, outcome, code, path } = problem;
  return { external_id, outcome, code, ...(path ? { path } : {}) };
}
