// R12, full: one webhook in twenty never comes. The feed is asked once a day for what it sent, answers page by page and only for the window
// it was asked for, and then every account is what the oracle says it must be. tests/platform/pull holds the short form.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import { pullFeed } from '@/lib/trades/pull-receive';
import { campaign, type Campaign, type Delivery } from '../flow/campaign';
import { canonical, countOf, GRACE_SECONDS, letGracePass, sendAll } from '../flow/campaign-day';
import { expectedAccount } from '../flow/campaign-oracle';
import { startBareWeb } from './bare-web';
import { atVolume, scoreRow } from './row';

interface Posted extends Delivery {
  body: string;
  /** When it was sent, or should have been: with the last of its events. */
  at: number;
  events: number;
}
const PAGE = 400;
/** The two days on which the feed is asked; both lie behind the campaign's own days in part. */
const CYCLES = ['2026-11-17T00:00:00.000Z', '2026-12-20T00:00:00.000Z'].map((text) => Date.parse(text));

/** A feed that keeps to its window, so that a window too short would lose something. */
async function feedOf(posted: Posted[]): Promise<{ server: Server; url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const { from, to, cursor } = (JSON.parse(text) as { data: { from: string; to: string; cursor: string | null } }).data;
      asked.push(`${from} ${to}`);
      const all = posted.filter(({ at }) => at >= Date.parse(from) && at < Date.parse(to));
      const start = cursor === null ? 0 : Number.parseInt(cursor, 10);
      const messages = all.slice(start, start + PAGE).map(({ id, body }) => ({ id, body }));
      const next_cursor = start + PAGE < all.length ? String(start + PAGE) : null;
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ messages, next_cursor }));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/feed`, asked };
}

function postedOf({ histories, deliveries }: Campaign): Posted[] {
  const times = new Map([...histories.values()].flat().map(({ id, at }) => [id, at]));
  const once = [...new Map(deliveries.map((one) => [one.id, one])).values()];
  return once.map((one) => {
    const body = JSON.stringify(one.message);
    const ids = [...body.matchAll(/"(\d+-\d+)"/g)].map(([, id = '']) => times.get(id) ?? 0);
    return { ...one, body, at: Math.max(...ids), events: ids.length };
  });
}

scoreRow(
  {
    row: 'R12',
    what: 'webhooks dropped for good, found by asking the feed again',
    target: '100 % found in one cycle, with their count',
    short: { webhooks: 200 },
    full: { webhooks: atVolume(20_000, 200) },
    faults: ['webhooks', 'dropped', 'events found'],
  },
  async ({ volume, seed, met }) => {
    const made = campaign({ seed, accounts: Math.max(8, Math.round(volume.webhooks / 40)), webhooks: volume.webhooks, repeated: 0 });
    const posted = postedOf(made);
    const feed = await feedOf(posted);
    const web = await startBareWeb(GRACE_SECONDS);
    try {
      const ids: string[] = [];
      for (const login of made.histories.keys()) ids.push(await web.openAccount(login));
      const [connection] = await web.rows<{ id: string }>('update public.connections set resync_url = $1 returning id', feed.url);
      let began = 0;
      for (const now of CYCLES) {
        const due = posted.filter(({ at }) => at >= began && at < now);
        const dropped = due.filter((_, place) => (place * 7 + seed) % 20 === 0);
        await sendAll(
          web,
          due.filter((one) => !dropped.includes(one)),
          [],
        );
        met('webhooks', due.length);
        met('dropped', dropped.length);
        await pullFeed(connection?.id ?? '', null, new Date(now));
        const [told] = await web.rows<{ last_pull: { recorded: number; failed: unknown } }>('select last_pull from public.connections');
        const lost = dropped.reduce((sum, { events }) => sum + events, 0);
        expect(told?.last_pull).toMatchObject({ recorded: lost, failed: null });
        met('events found', told?.last_pull.recorded);
        began = now;
      }
      // Only now: its own timetable asks feeds too.
      await web.stack.startWorker();
      await expect.poll(() => countOf(web, `public.inbox where state <> 'settled'`), { timeout: 120_000 }).toBe(0);
      await letGracePass(web);
      expect(await canonical(web)).toEqual([...made.histories].map(([login, history]) => expectedAccount(login, history)));
      expect(await web.rows('select invariant, detail from private.check_all()')).toEqual([]);
    } finally {
      await web.close();
      feed.server.close();
      feed.server.closeAllConnections();
    }
  },
);
