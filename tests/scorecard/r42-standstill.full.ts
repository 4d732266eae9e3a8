// R42: Postgres stands still and has no connection left, while webhooks come in. Whoever hears a 2xx is right: what it answers for is
// committed. Whoever does not sends again, and in the end every account is what the oracle says. Neither a full disk nor a cut session is
// played here: the driver of the embedded API does not outlive one, and is not what a release runs on. The death of the server itself is
// tests/stack/recovery.
import { Client } from 'pg';

import { expect, inject } from 'vitest';
import { processesIn, signal } from '@/supabase/local/processes';
import { campaign, type Delivery } from '../flow/campaign';
import { canonical, countOf, GRACE_SECONDS, letGracePass } from '../flow/campaign-day';
import { expectedAccount } from '../flow/campaign-oracle';
import { ensureTestCluster } from '../support/cluster';
import { startBareWeb, type BareWeb } from './bare-web';
import { atVolume, IS_FULL, scoreRow } from './row';

const HANDS = 8;
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Every process of the server stops where it is, and goes on as if nothing had been. */
async function standStill(home: string, ms: number): Promise<void> {
  const processes = processesIn(home);
  if (processes.length === 0) throw new Error('no server to stop');
  for (const pid of processes) signal(pid, 'SIGSTOP');
  await pause(ms);
  for (const pid of processes) signal(pid, 'SIGCONT');
}

/** All connections that an ordinary role may have, held for a while. */
async function holdAll(url: string, ms: number): Promise<number> {
  const held: Client[] = [];
  for (;;) {
    const client = new Client({ connectionString: url });
    client.on('error', () => undefined);
    const refused = await client.connect().then(
      () => false,
      () => true,
    );
    if (refused) break;
    held.push(client);
  }
  await pause(ms);
  await Promise.all(held.map((client) => client.end().catch(() => undefined)));
  return held.length;
}

/** What was answered with a 2xx stands in the database at that moment. */
async function isThere(web: BareWeb, { id, message }: Delivery): Promise<boolean> {
  const ids = [...JSON.stringify(message).matchAll(/"external_id":"([^"]+)"/g)].map(([, one]) => one);
  const [found] = await web.rows<{ stored: number; events: number; waits: boolean }>(
    `select (select count(*)::int from public.inbox where webhook_id = $1) as stored,
       (select count(distinct external_id)::int from public.account_events where external_id = any ($2)) as events,
       exists (select from public.inbox i join graphile_worker.jobs j on j.key = 'settle:' || i.id where i.webhook_id = $1) as waits`,
    id,
    ids,
  );
  return found?.stored === 1 && (found.events === ids.length || found.waits);
}

scoreRow(
  {
    row: 'R42',
    what: 'Postgres stopped and its connections used up, under webhooks',
    target: 'never a 2xx without commit; served again within 10 s; nothing lost, nothing double',
    short: { webhooks: 120, stops: [3_000] },
    full: { webhooks: atVolume(6_000, 120), stops: IS_FULL ? [3_000, 30_000] : [3_000] },
    faults: ['webhooks', 'standstills', 'connections used up', 'not heard or refused', 'answers checked'],
    timeout: 3_600_000,
  },
  async ({ volume, seed, met }) => {
    const made = campaign({ seed, accounts: Math.max(8, Math.round(volume.webhooks / 40)), webhooks: volume.webhooks, repeated: 0 });
    const { cluster } = await ensureTestCluster(inject('clusterFolder'));
    const web = await startBareWeb(GRACE_SECONDS);
    try {
      for (const login of made.histories.keys()) await web.openAccount(login);
      const waiting = [...made.deliveries];
      const answered: Delivery[] = [];
      let [served, going] = [Date.now(), true];
      const hand = async (): Promise<void> => {
        for (let next = waiting.shift(); next; next = waiting.shift()) {
          met('webhooks');
          while (going) {
            const answer = await web.send(next.message, { id: next.id }).catch(() => null);
            if (answer && answer.status < 300) break;
            met('not heard or refused');
            if (answer && answer.status < 500 && answer.status !== 429) throw new Error(`${next.id}: ${answer.text}`);
            await pause(100);
          }
          served = Date.now();
          answered.push(next);
        }
      };
      let last = 0;
      const troubles = async (): Promise<void> => {
        const again = async (): Promise<void> => {
          const over = Date.now();
          await expect.poll(() => served > over || waiting.length === 0, { timeout: 10_000, interval: 50 }).toBe(true);
        };
        // Whoever was answered before was answered for something that is there.
        const allThere = async (): Promise<void> => {
          for (const one of answered.slice(last)) {
            expect([one.id, await isThere(web, one)]).toEqual([one.id, true]);
            met('answers checked');
            last += 1;
          }
        };
        for (const ms of volume.stops) {
          await standStill(cluster.home, ms);
          met('standstills');
          await allThere();
          await again();
        }
        met('connections used up', await holdAll(web.stack.dbUrl, 3_000));
        await again();
        await allThere();
      };
      await Promise.all([troubles(), ...Array.from({ length: HANDS }, hand)]).finally(() => (going = false));
      await web.stack.startWorker();
      await web.rows(
        `select graphile_worker.reschedule_jobs(array_agg(id), run_at := now()) from graphile_worker.jobs where task_identifier = 'settle-message'`,
      );
      await expect.poll(() => countOf(web, `public.inbox where state <> 'settled'`), { timeout: 120_000 }).toBe(0);
      await letGracePass(web);
      expect(await canonical(web)).toEqual([...made.histories].map(([login, history]) => expectedAccount(login, history)));
      expect(await countOf(web, 'public.inbox')).toBe(made.deliveries.length);
      expect(await countOf(web, `public.payouts where state = 'sending'`)).toBe(0);
      expect(await web.rows('select invariant, subject, detail from private.check_all()')).toEqual([]);
    } finally {
      // The driver of the embedded API may wait for ever for a connection it was refused.
      await Promise.race([web.close(), pause(15_000)]);
    }
  },
);
