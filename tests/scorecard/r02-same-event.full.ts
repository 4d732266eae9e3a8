// R2, full: the same event sixty-four times at once on sixty-four sockets, again and again. The short form is in tests/flow/webhook.
import { afterAll, beforeAll, expect } from 'vitest';
import { ACCOUNT, trade } from '../trades/wire-samples';
import { startBareWeb, type BareWeb } from './bare-web';
import { atVolume, scoreRow } from './row';

const SOCKETS = 64;
let web: BareWeb;
beforeAll(async () => {
  web = await startBareWeb(900);
});
afterAll(async () => {
  await web?.close();
});

scoreRow(
  {
    row: 'R2',
    what: 'one event 64 times at once',
    target: '1 recorded, 63 duplicate, all 2xx, one verdict, one letter',
    short: { rounds: 1 },
    full: { rounds: atVolume(100) },
    faults: ['rounds', 'recorded', 'duplicate', 'verdicts'],
  },
  async ({ volume, met }) => {
    for (let round = 0; round < volume.rounds; round += 1) {
      const login = `64-${round}`;
      const id = await web.openAccount(login);
      const message = trade('1', '-5100.00', '2026-11-18T10:00:00.000Z', { account: { ...ACCOUNT, login } });
      const all = await Promise.all(Array.from({ length: SOCKETS }, (_, n) => web.send(message, { id: `${login}-${n}` })));
      expect(all.every(({ status }) => status === 200)).toBe(true);
      const outcomes = all.flatMap(({ json }) => json.results.map(({ outcome }) => String(outcome)));
      expect(outcomes.filter((one) => one === 'recorded')).toHaveLength(1);
      expect(outcomes.filter((one) => one === 'duplicate')).toHaveLength(SOCKETS - 1);
      met('recorded');
      met('duplicate', SOCKETS - 1);
      const [counted] = await web.rows<{ verdicts: number; letters: number; trades: number }>(
        `select (select count(*)::int from public.risk_violations where account_id = $1 and outcome = 'breach') as verdicts,
           (select count(*)::int from public.mail_deliveries where account_id = $1) as letters, (select count(*)::int from public.trades where account_id = $1) as trades`,
        id,
      );
      expect(counted).toEqual({ verdicts: 1, letters: 1, trades: 1 });
      met('verdicts');
      met('rounds');
    }
  },
);
