// R3, full: a known message id with another body, and a known deal under a new id, with the same content and with other. The short form is
// in tests/flow/webhook.
import { afterAll, beforeAll, expect } from 'vitest';
import { ACCOUNT, trade } from '../trades/wire-samples';
import { startBareWeb, type BareWeb } from './bare-web';
import { atVolume, scoreRow } from './row';

let web: BareWeb;
beforeAll(async () => {
  web = await startBareWeb(900);
});
afterAll(async () => {
  await web?.close();
});

const CHANGES: [name: string, change: Record<string, unknown>, outcome: string][] = [
  ['the same content', {}, 'duplicate'],
  ['another comment', { comment: 'again' }, 'duplicate'],
  ['the same volume written otherwise', { volume: '1.0' }, 'duplicate'],
  ['another result', { gross: '11.00', net: '11.00' }, 'quarantined'],
  ['another time', { closed_at: '2026-11-18T10:00:01.000Z' }, 'quarantined'],
  ['another position', { position_id: 'other' }, 'quarantined'],
  ['another side', { side: 'sell' }, 'quarantined'],
];

scoreRow(
  {
    row: 'R3',
    what: 'one id, other bodies; one deal, other messages',
    target: '409 and kept; conflicts quarantined; the result unchanged',
    short: { rounds: 1 },
    full: { rounds: atVolume(20) },
    faults: ['ids used again', 'duplicate', 'quarantined'],
  },
  async ({ volume, met }) => {
    for (let round = 0; round < volume.rounds; round += 1) {
      const login = `same-${round}`;
      const id = await web.openAccount(login);
      const wire = (change: Record<string, unknown>) =>
        trade('1', '10.00', '2026-11-18T10:00:00.000Z', { account: { ...ACCOUNT, login }, ...change });
      expect((await web.send(wire({}), { id: `${login}-first` })).status).toBe(200);
      const state = () =>
        web.rows(
          'select f.facts, f.balance_cents::text, (select count(*)::int from public.trades where account_id = $1) as trades from public.account_facts f where f.account_id = $1',
          id,
        );
      const before = await state();
      const again = await web.send(wire({ gross: '99.00', net: '99.00' }), { id: `${login}-first` });
      expect([again.status, again.json.error?.code]).toEqual([409, 'id-reused']);
      met('ids used again');
      for (const [name, change, outcome] of CHANGES) {
        const { status, json } = await web.send(wire(change), { id: `${login}-${name.replaceAll(' ', '-')}` });
        expect([name, status, json.results[0]?.outcome]).toEqual([name, 200, outcome]);
        met(outcome);
      }
      expect(await state()).toEqual(before);
      const [kept] = await web.rows<{ messages: number; events: number; reviews: number }>(
        `select (select count(*)::int from public.inbox_conflicts c join public.inbox i on i.id = c.inbox_id where i.webhook_id = $2) as messages,
           (select count(*)::int from public.ingest_conflicts where account_id = $1) as events,
           (select count(*)::int from public.reviews where account_id = $1 and rule = 'content-conflict') as reviews`,
        id,
        `${login}-first`,
      );
      expect(kept).toEqual({ messages: 1, events: CHANGES.filter(([, , outcome]) => outcome === 'quarantined').length, reviews: 1 });
    }
  },
);
