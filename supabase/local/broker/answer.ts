// How the demo broker answers: only to whoever signs with the connection's secret, an order once per id, a question as often as it is put.
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { bookOrder, resend, type Question } from './book';

export interface Asked {
  headers: Record<string, string>;
  body: string;
}
export interface BrokerAnswer {
  status: number;
  body: unknown;
}

export function answerOf(dataDir: string, secret: string, { headers, body }: Asked, now: Date): BrokerAnswer {
  try {
    new Webhook(secret).verify(body, headers);
  } catch (error) {
    if (error instanceof WebhookVerificationError) return { status: 401, body: { error: 'not-authentic' } };
    throw error;
  }
  const { type, data } = JSON.parse(body) as { type: string; data: unknown };
  if (type === 'feed.resend') return { status: 200, body: resend(dataDir, data as Question) };
  const isNew = bookOrder(dataDir, { id: headers['webhook-id'] ?? '', type, data, at: now.toISOString() });
  return { status: 200, body: { done: true, again: !isNew } };
}
