// One signed message to a party that listens for our orders, and what its answer means. The id is the order's own key, so a listener that
// keeps ids carries an order out once, however often it is sent.
import { sign } from '@/lib/trades/signature';
import type { Outcome } from '@/lib/trades/providers/provider';

export interface Listener {
  url: string;
  secret: string;
  fetch: typeof fetch;
  now: () => Date;
}

const PATIENCE_MS = 10_000;
const MAX_ANSWER = 65_536;

/** `maxAnswer` in characters; a longer answer counts as none. */
export async function postSigned(listener: Listener, key: string, message: object, maxAnswer = MAX_ANSWER): Promise<Outcome<unknown>> {
  const body = JSON.stringify(message);
  const timestamp = String(Math.floor(listener.now().getTime() / 1000));
  const headers = {
    'content-type': 'application/json',
    'webhook-id': key,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${sign(Buffer.from(body, 'utf8'), key, timestamp, listener.secret)}`,
  };
  let answer: Response;
  let text: string;
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    answer = await listener.fetch(listener.url, { method: 'POST', headers, body, signal, redirect: 'error' });
    text = (await answer.text()).slice(0, maxAnswer);
  } catch (error) {
    return { outcome: 'unknown', message: error instanceof Error ? error.message : String(error) };
  }
  if (answer.ok) return { outcome: 'acknowledged', value: jsonOf(text) };
  // A listener that is busy, down or does not know us yet may still take it; a plain no is a no.
  if (answer.status >= 500 || [401, 403, 404, 408, 409, 425, 429].includes(answer.status)) {
    return { outcome: 'unknown', message: `The platform answered ${answer.status}.` };
  }
  return { outcome: 'refused', code: `status-${answer.status}`, message: text.slice(0, 300) || `The platform answered ${answer.status}.` };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
