// Posts one message the way a broker's relay would: signed at the moment it is sent, patient with a busy server, sure of an answer.
// The answer is read for what it says of each event, because a message that is taken may still hold an event that is not believed.
import { setTimeout as wait } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { Trouble } from '../trouble';

export interface Outgoing {
  webhook_id: string;
  body: string;
}
export interface EventAnswer {
  external_id?: string;
  outcome: string;
  verdict?: string;
  code?: string;
  path?: string;
}
export interface Answer {
  status: number;
  code: string | null;
  results: EventAnswer[];
}

const ATTEMPTS = 8;

export async function deliver(to: { app_url: string; slug: string; secret: string }, message: Outgoing): Promise<Answer> {
  const signer = new Webhook(to.secret);
  for (let attempt = 1; ; attempt += 1) {
    const sent = new Date();
    const headers = {
      'content-type': 'application/json',
      'webhook-id': message.webhook_id,
      'webhook-timestamp': Math.floor(sent.getTime() / 1000).toString(),
      'webhook-signature': signer.sign(message.webhook_id, sent, message.body),
    };
    const response = await post(`${to.app_url}/api/webhooks/${to.slug}`, headers, message.body);
    const busy = response === null || response.status === 429 || response.status >= 500;
    if (response && (!busy || attempt === ATTEMPTS)) return readAnswer(response);
    if (attempt === ATTEMPTS)
      throw new Trouble(`The server at ${to.app_url} stopped answering: start it again and run the same command, it goes on where it was.`);
    await wait(pause(response, attempt));
  }
}

/** Null where no server answered at all. */
async function post(url: string, headers: Record<string, string>, body: string): Promise<Response | null> {
  try {
    return await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(60_000) });
  } catch {
    return null;
  }
}

function pause(response: Response | null, attempt: number): number {
  const after = parseInt(response?.headers.get('retry-after') ?? '', 10);
  return Number.isNaN(after) ? 150 * 2 ** attempt : Math.min(after, 60) * 1000;
}

async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  try {
    const parsed = JSON.parse(text) as { results?: EventAnswer[]; error?: { code?: string } };
    return { status: response.status, code: parsed.error?.code ?? null, results: parsed.results ?? [] };
  } catch {
    return { status: response.status, code: null, results: [] };
  }
}
