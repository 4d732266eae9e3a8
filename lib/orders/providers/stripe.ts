// The one thing asked of Stripe: what a paid session was for. Address, key, network and patience are arguments.
import { parseStripeLines } from '@/lib/orders/sources/stripe-checkout';
import type { OrderLine } from '@/lib/orders/notice';
import { isEmbedded, stripeBaseUrl } from '@/lib/env';

export interface StripeApi {
  /** Never ends in a slash. */
  baseUrl: string;
  key: string;
  fetch: typeof fetch;
  timeoutMs: number;
}

const MAX_PAGES = 10;

/** An address that was typed in counts on one machine only, for tests: elsewhere a key is sent to nobody but Stripe. */
export const stripeAddress = (typed: string | undefined): string => (isEmbedded() && typed ? typed : stripeBaseUrl()).replace(/\/+$/, '');

/** Every line of a session. Throws where the answer is not known: whoever asked tries again later. */
export async function readSessionLines(api: StripeApi, sessionId: string): Promise<OrderLine[]> {
  const lines: OrderLine[] = [];
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const after = lines.at(-1)?.line_item;
    const query = new URLSearchParams({ limit: '100', ...(after ? { starting_after: after } : {}) });
    const answer = await api.fetch(`${api.baseUrl}/v1/checkout/sessions/${encodeURIComponent(sessionId)}/line_items?${query}`, {
      headers: { authorization: `Bearer ${api.key}`, accept: 'application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(api.timeoutMs),
    });
    if (!answer.ok) throw new Error(`Stripe answered ${answer.status} for the lines of ${sessionId}.`);
    const read = parseStripeLines(await answer.json());
    if (!read.ok) throw new Error(`Stripe's lines of ${sessionId} could not be read.`);
    lines.push(...read.value.lines);
    if (!read.value.more) return lines;
  }
  throw new Error(`The session ${sessionId} has more lines than are read.`);
}
