// R1, full: days of shuffled and repeated webhooks on eight connections, while the door is killed again and again, and the worker in the
// middle of its letters. The short form, at the web server as it is built, is tests/flow/campaign; the death of Postgres itself, which the
// embedded API does not outlive by itself, is r42-full-disk, where the stack's supervisor lifts both up again.
import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { campaign } from '../flow/campaign';
import { canonical, countOf, GRACE_SECONDS, lettersOwed, lettersSent, letGracePass, sendAll, silenceWorkers } from '../flow/campaign-day';
import { expectedAccount } from '../flow/campaign-oracle';
import { startFakeResend } from '../support/fake-resend';
import { startBareWeb } from './bare-web';
import { atVolume, scoreRow } from './row';

const digest = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

type Met = (fault: string, by?: number) => void;

async function liveThrough(seed: number, webhooks: number, kills: number, met: Met): Promise<void> {
  const { histories, deliveries } = campaign({ seed, accounts: Math.max(8, Math.round(webhooks / 40)), webhooks, repeated: 30 });
  const expected = [...histories].map(([login, history]) => expectedAccount(login, history));
  const resend = await startFakeResend();
  const web = await startBareWeb(GRACE_SECONDS, { RESEND_API_KEY: 're_test', RESEND_BASE_URL: resend.url });
  try {
    for (const login of histories.keys()) await web.openAccount(login);
    const restart = async (): Promise<void> => {
      met('doors killed');
      await web.kill();
      await web.start();
    };
    const troubles = Array.from({ length: kills }, (_, n) => ({ after: Math.floor((webhooks * (n + 1)) / (kills + 1)), act: restart }));
    met('refusals', await sendAll(web, deliveries, troubles));
    met('webhooks', deliveries.length);
    met('repeated', deliveries.length - new Set(deliveries.map(({ id }) => id)).size);
    const endFirst = await web.stack.startWorker();
    await expect.poll(() => countOf(web, `public.inbox where state <> 'settled'`), { timeout: 120_000 }).toBe(0);
    await letGracePass(web);
    await expect.poll(() => resend.mails.length, { timeout: 30_000, interval: 5 }).toBeGreaterThan(0);
    await endFirst('SIGKILL');
    met('workers killed');
    await silenceWorkers(web);
    await web.stack.startWorker();
    await expect.poll(() => countOf(web, `public.mail_deliveries where state not in ('sent', 'voided')`), { timeout: 120_000 }).toBe(0);
    const found = await canonical(web);
    expect(digest(found), `seed ${seed}: accounts differ from the oracle`).toBe(digest(expected));
    expect(await countOf(web, 'public.inbox')).toBe(new Set(deliveries.map(({ id }) => id)).size);
    expect(await countOf(web, 'public.inbox_conflicts')).toBe(0);
    expect(await lettersSent(web)).toEqual(lettersOwed(expected));
    expect(resend.mails.map(({ to }) => to).sort()).toEqual(lettersOwed(expected).map((letter) => letter.split(' ')[0]));
    met('letters', resend.mails.length);
    met('seeds');
    expect((await web.rows<{ invariant: string }>('select invariant from private.check_all()')).map(({ invariant }) => invariant)).toEqual(
      [],
    );
  } finally {
    await web.close();
    await resend.close();
  }
}

scoreRow(
  {
    row: 'R1',
    what: 'bad days at the door against the oracle, door and worker killed',
    target: 'equal on 100 % of seeds; 0 lost, 0 double; letters = confirmed breaches',
    short: { seeds: 1, webhooks: 600, kills: 1 },
    full: { seeds: atVolume(20), webhooks: atVolume(10_000, 600), kills: 5 },
    faults: ['seeds', 'webhooks', 'repeated', 'refusals', 'doors killed', 'workers killed', 'letters'],
  },
  async ({ volume, seed, met }) => {
    for (let place = 0; place < volume.seeds; place += 1) await liveThrough(seed + place, volume.webhooks, volume.kills, met);
  },
);
