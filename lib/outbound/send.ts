// The job that delivers to one listener: takes the oldest message of each account, signs it, posts it, and writes down what was answered.
// It may die at any step: what it held comes free after a minute and goes out again under the same id.
import { callFunction } from '@/lib/db/call';
import { serviceClient } from '@/lib/db/clients';
import { open, type Sealed } from '@/lib/db/vault';
import { isEmbedded } from '@/lib/env';
import { guardedFetch } from '@/lib/trades/providers/guarded-fetch';
import { sign } from '@/lib/trades/signature';

interface Claimed {
  endpoint: { id: string; url: string; secrets: (Sealed & { expires_at: string | null })[] };
  deliveries: { id: string; event_id: string; topic: string; body: string }[];
}
interface Said {
  ok: boolean;
  status: number | null;
  answer: string | null;
  error: string | null;
}

const PATIENCE_MS = 10_000;
const MAX_ANSWER_BYTES = 65_536;
const AT_ONCE = 8;
/** One run of the job ends here and leaves the rest to the next, so that no listener keeps a worker for itself. */
const RUN_MS = 30_000;

/** Sends what is due. What a listener refused waits; its account's later messages wait with it, all others go on. */
export async function sendOutbound(endpointId: string, clock: () => Date): Promise<number> {
  const until = clock().getTime() + RUN_MS;
  let sent = 0;
  while (clock().getTime() < until) {
    const claimed = await call<Claimed | null>('claim_outbound', {
      p_endpoint: endpointId,
      p_now: clock().toISOString(),
      p_limit: AT_ONCE,
    });
    if (!claimed || claimed.deliveries.length === 0) break;
    const secrets = openSecrets(claimed.endpoint, clock());
    const done = await Promise.all(claimed.deliveries.map((delivery) => deliver(claimed.endpoint.url, secrets, delivery, clock)));
    sent += done.filter(Boolean).length;
  }
  await call('tend_outbound', { p_endpoint: endpointId, p_now: clock().toISOString() });
  return sent;
}

/** The newest first; while an older one is still valid both sign, so a listener may change over when it likes. */
function openSecrets({ id, secrets }: Claimed['endpoint'], now: Date): string[] {
  return secrets
    .filter((one) => one.expires_at === null || Date.parse(one.expires_at) > now.getTime())
    .map((one) => open(one, `outbound_endpoints:${id}:secrets`));
}

async function deliver(url: string, secrets: string[], delivery: Claimed['deliveries'][number], clock: () => Date): Promise<boolean> {
  const started = clock();
  const said = await post(url, secrets, delivery, started);
  const duration_ms = Math.max(0, clock().getTime() - started.getTime());
  await call('settle_outbound', { p: { delivery_id: delivery.id, ...said, duration_ms, now: clock().toISOString() } });
  return said.ok;
}

async function post(url: string, secrets: string[], { event_id, body }: Claimed['deliveries'][number], now: Date): Promise<Said> {
  const id = `evt_${event_id}`;
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const bytes = Buffer.from(body, 'utf8');
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'tideline-webhooks/1',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets.map((secret) => `v1,${sign(bytes, id, timestamp, secret)}`).join(' '),
  };
  const send = guardedFetch({ mayBePrivate: isEmbedded(), patienceMs: PATIENCE_MS, maxBytes: MAX_ANSWER_BYTES });
  try {
    const answer = await send(url, { method: 'POST', headers, body });
    const text = (await answer.text()).slice(0, 2_000);
    return { ok: answer.ok, status: answer.status, answer: text, error: answer.ok ? null : `answered ${answer.status}` };
  } catch (error) {
    return { ok: false, status: null, answer: null, error: error instanceof Error ? error.message || error.name : String(error) };
  }
}

const call = <T>(name: string, args: Record<string, unknown>): Promise<T> => callFunction<T>(serviceClient(), name, args);
