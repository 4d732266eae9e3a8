// R16: a sum cut into fifty parts of 999, asked for on fifty accounts of one trader in the same instant, each released by the policy as soon
// as it stands and sent as soon as it is approved. However they meet, what goes without a person stays below the limit of one, and what
// left is what the database says. tests/payouts/races holds the short form, where the release alone is raced.
import { expect } from 'vitest';
import { sendPayout } from '@/lib/payouts/send';
import { releasePayout } from '@/lib/payouts/settle';
import { ask, broken, POLICY, publishPolicy } from '../payouts/desk';
import { openFunded, openMore, startFunded, type Funded, type FundedAccount } from '../payouts/funded';
import { startProvider, type ProviderServer } from '../payouts/provider-server';
import { atVolume, scoreRow } from './row';

const PARTS = 50;
const PART = 99_900;
type Met = (fault: string, by?: number) => void;

/** Whoever only came at the wrong moment comes again, as people and jobs do. */
async function until<T>(deed: () => Promise<T>, isLater: (said: T) => boolean, met: Met): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    const said = await deed().catch((error: unknown) => {
      if (tries >= 40) throw error;
      return null;
    });
    if (said !== null && (!isLater(said) || tries >= 40)) return said;
    met('came again');
  }
}

/** How far the first has come when the others begin: they all begin at once, or race its release, or its sending. */
const BEGINNINGS = ['at once', 'asked', 'released'] as const;
type Beginning = (typeof BEGINNINGS)[number];

async function press(account: FundedAccount, bank: ProviderServer, met: Met, told: (step: Beginning) => void): Promise<void> {
  told('at once');
  const asked = await until(
    () => ask(account, PART),
    (said) => !said.ok && said.refusal.code === 'try-again',
    met,
  );
  if (!asked.ok) throw new Error(`${asked.refusal.code}: ${asked.refusal.message}`);
  told('asked');
  const id = asked.value.payout_id;
  const released = await until(
    () => releasePayout(id, new Date()),
    () => false,
    met,
  );
  met(released === 'approved' ? 'let go by the policy' : 'left to a person');
  told('released');
  if (released !== 'approved') return;
  await sendPayout(
    id,
    () => new Date(),
    () => bank.provider,
  );
}

async function round(firm: Funded, bank: ProviderServer, beginning: Beginning, met: Met): Promise<void> {
  const first = await openFunded(firm);
  const more = Array.from({ length: PARTS - 1 }, () => 0);
  const others: FundedAccount[] = [];
  const open = async (): Promise<void> => {
    while (more.pop() !== undefined) others.push(await openMore(firm, first));
  };
  await Promise.all(Array.from({ length: 6 }, open));
  const all: Promise<void>[] = [];
  await new Promise<void>((begin, failed) => {
    const led = press(first, bank, met, (step) => step === beginning && begin());
    led.catch(failed);
    all.push(led);
  });
  all.push(...others.map((account) => press(account, bank, met, () => undefined)));
  await Promise.all(all);
  const rows = await firm.flow.rows<{ id: string; state: string; route: string; cents: string }>(
    'select id, state, route, requested_cents::text as cents from public.payouts where trader_id = $1',
    first.trader.id,
  );
  expect(rows).toHaveLength(PARTS);
  const gone = rows.filter(({ state }) => state !== 'requested');
  const left = bank.ledger.filter(({ payout_id }) => rows.some(({ id }) => id === payout_id));
  // Each is less than a person must look at; together they are not, so only what came before the others may go.
  expect(gone.reduce((sum, { cents }) => sum + Number(cents), 0)).toBeLessThan(POLICY.auto_release_below_cents);
  expect(left.reduce((sum, { amount_cents }) => sum + amount_cents, 0)).toBeLessThan(POLICY.auto_release_below_cents);
  expect(rows.filter(({ state, route }) => state === 'requested' && route !== 'person')).toEqual([]);
  expect(left.map(({ payout_id }) => payout_id)).toEqual(gone.map(({ id }) => id));
}

scoreRow(
  {
    row: 'R16',
    what: 'fifty parts of 999 at once, asked, released and sent by as many hands',
    target: 'the cumulative limit is never passed',
    short: { rounds: 3 },
    full: { rounds: atVolume(100, 3) },
    faults: ['rounds', 'left to a person', 'let go by the policy'],
  },
  async ({ volume, met }) => {
    const firm = await startFunded();
    const bank = await startProvider(5_000);
    try {
      await publishPolicy(firm);
      for (let place = 0; place < volume.rounds; place += 1) {
        await round(firm, bank, BEGINNINGS[place % BEGINNINGS.length] ?? 'asked', met);
        met('rounds');
        expect(await broken(firm)).toEqual([]);
      }
    } finally {
      await bank.close();
      await firm.flow.close();
    }
  },
);
