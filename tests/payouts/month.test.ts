// A generated month: traders earn and lose, ask again and again, and the provider fails in every way it can. At the end three books agree to
// the cent: ours, the provider's own, and an oracle that knows only what was traded and what was handed over, and shares no code with ours.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cents } from '@/lib/money';
import { judgePayout } from '@/lib/payouts/read';
import { checkPayout, sendPayout } from '@/lib/payouts/send';
import { approve, ask, broken, publishPolicy, stateOf } from './desk';
import { earn, openFunded, startFunded, type Funded, type FundedAccount } from './funded';
import { startProvider, type ProviderServer, type Trouble } from './provider-server';

const TRADERS = 8;
const DAYS = 9;
let firm: Funded;
let bank: ProviderServer;
beforeAll(async () => {
  firm = await startFunded();
  bank = await startProvider(150);
  await publishPolicy(firm);
});
afterAll(async () => {
  await bank.close();
  await firm.flow.close();
});

/** A small generator of our own, so that a month can be told again. */
let seed = 20_261_121;
const draw = (most: number): number => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return Math.floor((seed / 2_147_483_648) * most);
};
const TROUBLES: Trouble[] = [
  'ok',
  'ok',
  'ok',
  'refuse',
  'timeout-before',
  'timeout-after-success',
  '500-after-success',
  'reset-mid-body',
  '409',
  'unreadable',
];

interface Life {
  account: FundedAccount;
  /** The oracle's: minor units earned, and gross of what left or may have left. */
  profit: bigint;
  gross: bigint;
}

async function day(life: Life, date: string, later: (minutes: number) => () => Date): Promise<void> {
  const net = draw(500_000) - 150_000;
  await earn(
    firm.flow,
    life.account,
    `${net < 0 ? '-' : ''}${Math.floor(Math.abs(net) / 100)}.${String(Math.abs(net) % 100).padStart(2, '0')}`,
    `${date}T${10 + draw(8)}:00:00.000Z`,
  );
  life.profit += BigInt(net);
  const owed = owedTo(life);
  const request = 10_000n + (owed * BigInt(draw(1_200))) / 1_000n;
  const answer = await ask(life.account, Number(request));
  const keeps = 10_000_000n + life.profit - life.gross - grossOf(request) >= 9_700_000n;
  expect(answer.ok).toBe(request <= owed && keeps);
  if (!answer.ok) return;
  const id = answer.value.payout_id;
  await approve(firm, id);
  bank.trouble = TROUBLES[draw(TROUBLES.length)] ?? 'ok';
  await sendPayout(id, later(0), () => bank.provider);
  bank.trouble = 'ok';
  for (const minutes of [3, 8, 25, 90]) {
    await checkPayout(id, later(minutes), () => bank.provider);
    if ((await stateOf(firm, id)) === 'unknown') await sendPayout(id, later(minutes + 1), () => bank.provider);
  }
  if (bank.ledger.some(({ payout_id }) => payout_id === id)) life.gross += grossOf(request);
}

/** Four fifths of what is left, downward; and the least gross that pays a request. */
const owedTo = ({ profit, gross }: Life): bigint => (profit > gross ? ((profit - gross) * 4n) / 5n : 0n);
const grossOf = (request: bigint): bigint => (request * 5n + 3n) / 4n;

test('our ledger, the provider’s and the oracle agree to the cent', async () => {
  const lives: Life[] = [];
  while (lives.length < TRADERS) lives.push({ account: await openFunded(firm, '0'), profit: 0n, gross: 0n });
  for (let index = 0; index < DAYS; index += 1) {
    for (const life of lives)
      await day(life, `2026-11-${String(6 + index).padStart(2, '0')}`, (minutes) => () => new Date(Date.now() + minutes * 60_000));
  }
  for (const life of lives) {
    const judged = await judgePayout({ account_id: life.account.id, now: new Date().toISOString() }, 1 as Cents);
    expect(BigInt(judged?.entitlement.entitled_cents ?? -1)).toBe(owedTo(life));
  }
  const [ours] = await firm.flow.rows<{ paid: string; booked: string; open: number }>(
    `select (select coalesce(sum(requested_cents), 0) from public.payouts where state = 'paid') as paid,
       (select coalesce(sum(amount_cents), 0) from public.ledger_entries where ledger_account = 'paid-out') as booked,
       (select count(*)::int from public.payouts where state not in ('paid', 'failed')) as open`,
  );
  const theirs = bank.ledger.reduce((sum, { amount_cents }) => sum + amount_cents, 0);
  expect(ours).toEqual({ paid: String(theirs), booked: String(theirs), open: 0 });
  expect(new Set(bank.ledger.map(({ payout_id }) => payout_id)).size).toBe(bank.ledger.length);
  expect(bank.ledger.length).toBeGreaterThan(10);
  expect(await broken(firm)).toEqual([]);
}, 120_000);
