// R22: forged messages at the door as it stands, with a database behind it: all refused alike and nothing written; both secrets of a
// rotation accepted. The full form also asks whether the time an answer takes tells how near a guess was.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { POST } from '@/app/api/webhooks/[source]/route';
import { closePool } from '@/lib/db/pool';
import { isAuthentic } from '@/lib/trades/signature';
import { connect, openAccount, sellChallenge, setSecrets, SLUG } from '../flow/firm';
import { startTestStack, type TestStack } from '../support/stack';
import { forgeriesOf, OTHER, type Signed } from '../trades/forgeries';
import { ACCOUNT, SECRET, trade } from '../trades/wire-samples';
import { atVolume, IS_FULL, scoreRow } from './row';

let stack: TestStack;
let connectionId: string;
beforeAll(async () => {
  stack = await startTestStack();
  connectionId = await connect(stack, 0, 100_000);
  await openAccount(stack, connectionId, await sellChallenge(stack), ACCOUNT.login);
});
afterAll(async () => {
  await closePool();
  await stack?.close();
});

/** A right message whose signature shows the letters that other alphabets spell otherwise. */
function signed(secret = SECRET, ago = 0): Signed {
  const now = Math.floor((Date.now() - ago) / 1000) * 1000;
  const text = JSON.stringify(trade(randomUUID(), '10.00', '2026-11-18T10:00:00.000Z'));
  for (;;) {
    const id = `msg_${randomUUID()}`;
    const signature = new Webhook(secret).sign(id, new Date(now), text);
    if (signature.includes('/')) return { text, headers: { id, timestamp: String(now / 1000), signature }, now, secret };
  }
}

async function post(headers: Record<string, string | null>, body: Uint8Array): Promise<{ status: number; text: string }> {
  const sent = new Headers({ 'content-type': 'application/json' });
  for (const [name, value] of Object.entries(headers)) if (value !== null) sent.set(`webhook-${name}`, value);
  const request = new Request(`http://127.0.0.1/api/webhooks/${SLUG}`, { method: 'POST', headers: sent, body: body as BodyInit });
  const answer = await POST(request, { params: Promise.resolve({ source: SLUG }) });
  return { status: answer.status, text: await answer.text() };
}

const COUNTS = `select (select count(*) from public.inbox)::int + (select count(*) from public.trades)::int + (select count(*) from public.events)::int
  + (select count(*) from public.account_events)::int + (select count(*) from public.inbox_conflicts)::int as n`;
const rows = async (): Promise<number> => (await stack.sql.query<{ n: number }>(COUNTS)).rows[0]?.n ?? -1;

/** Median nanoseconds of refusing guesses that share so many characters with the right signature; taken in turn, so that drift is shared. */
function mediansOf(message: Signed, shared: number[], samples: number): number[] {
  const body = Buffer.from(message.text);
  const good = message.headers.signature;
  const guesses = shared.map((many) => ({ ...message.headers, signature: good.slice(0, 3 + many).padEnd(good.length - 1, 'A') + '=' }));
  const times = guesses.map(() => new Float64Array(samples));
  for (let place = 0; place < samples; place += 1) {
    for (const [index, headers] of guesses.entries()) {
      const began = process.hrtime.bigint();
      isAuthentic(body, headers, [SECRET], message.now);
      (times[index] as Float64Array)[place] = Number(process.hrtime.bigint() - began);
    }
  }
  return times.map((one) => one.sort()[samples >> 1] ?? 0);
}

scoreRow(
  {
    row: 'R22',
    what: 'forgeries at the door',
    target: 'all refused alike, 0 rows written, both secrets of a rotation accepted',
    short: { rounds: 1, samples: 0 },
    full: { rounds: 5, samples: atVolume(100_000, 2_000) },
    faults: ['forgeries', 'accepted', 'rotations'],
  },
  async ({ volume, met, counts }) => {
    const answers = new Set<string>();
    for (let round = 0; round < volume.rounds; round += 1) {
      const before = await rows();
      const message = signed();
      for (const { name, change, body, now } of forgeriesOf(message)) {
        // What differs only in when it arrives is sent from then instead.
        const late = now === undefined ? message : signed(SECRET, now - message.now);
        const { status, text } = await post({ ...late.headers, ...change }, body ?? Buffer.from(late.text));
        expect([name, status]).toEqual([name, 401]);
        answers.add(text);
        met('forgeries');
      }
      expect(await rows()).toBe(before);
      const right = await post(message.headers, Buffer.from(message.text));
      expect(right.status).toBe(200);
      expect(await rows()).toBeGreaterThan(before);
      met('accepted');
      await setSecrets(stack, connectionId, [
        { secret: OTHER, expires_at: null },
        { secret: SECRET, expires_at: new Date(Date.now() + 60_000).toISOString() },
      ]);
      for (const secret of [SECRET, OTHER]) {
        const turned = signed(secret);
        expect((await post(turned.headers, Buffer.from(turned.text))).status).toBe(200);
        met('rotations');
      }
      await setSecrets(stack, connectionId, [{ secret: SECRET, expires_at: null }]);
    }
    expect(answers.size).toBe(1);
    if (!IS_FULL) return;
    const message = signed();
    mediansOf(message, [0, 22, 42], 1_000);
    const medians = mediansOf(message, [0, 22, 42], volume.samples);
    counts['timing samples'] = volume.samples * medians.length;
    // Comparing forty bytes takes less than the clock can tell; a byte-wise comparison of text would not be this even.
    expect(Math.max(...medians) / Math.min(...medians)).toBeLessThan(1.15);
  },
);
