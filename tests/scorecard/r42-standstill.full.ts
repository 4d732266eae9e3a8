// R42: Postgres stands still and has no connection left, while webhooks come in. Whoever hears a 2xx is right: what it answers for is
// committed. Whoever does not sends again, and in the end every account is what the oracle says. r42-full-disk plays the disk that is full
// and the server that falls over it.
import { Client } from 'pg';
import { expect, inject } from 'vitest';
import { processesIn, signal } from '@/supabase/local/processes';
import { campaign, type Delivery } from '../flow/campaign';
import { canonical, countOf, GRACE_SECONDS, letGracePass } from '../flow/campaign-day';
import { expectedAccount } from '../flow/campaign-oracle';
import { ensureTestCluster } from '../support/cluster';
import { startBareWeb } from './bare-web';
import { atVolume, IS_FULL, scoreRow } from './row';
import { whatIsMissing } from './taken';

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
          const told = answered.slice(last);
          expect(await whatIsMissing(web, told)).toEqual([]);
          met('answers checked', told.length);
          last += told.length;
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
