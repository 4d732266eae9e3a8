// Several payouts approved at once: each by its own digest, never one’s own, and what no longer fits is refused by itself. And what was
// paid, counted twice: from the payouts and from the ledger.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { approveSeveral, dryRun } from '@/lib/payouts/bulk-write';
import { readPayoutFigures } from '@/lib/payouts/office-read';
import { everyDay } from '@/lib/payouts/paid-days';
import { checkPayout, sendPayout } from '@/lib/payouts/send';
import { sumsByCurrency } from '@/lib/payouts/sums';
import { readTraderMoney } from '@/lib/payouts/trader-read';
import { asked, broken, publishPolicy, stateOf } from './desk';
import { openFunded, startFunded, type Funded, type FundedAccount } from './funded';

let firm: Funded;
let accounts: FundedAccount[];
let ids: [string, string, string, string, string];
const now = () => new Date();
const member = (name: string) => firm.staff[name] ?? Object.values(firm.staff)[0]!;

beforeAll(async () => {
  firm = await startFunded();
  await publishPolicy(firm);
  accounts = [];
  const made: string[] = [];
  for (const [profit, amount] of [
    ['10000.00', 200_000],
    ['10000.00', 300_000],
    ['50000.00', 2_600_000],
    ['10000.00', 400_000],
    ['10000.00', 500_000],
  ] as const) {
    const account = await openFunded(firm, profit);
    accounts.push(account);
    made.push(await asked(account, amount));
  }
  ids = made as typeof ids;
  await firm.flow.rows(`update public.traders set kyc_status = 'expired' where id = $1`, accounts[3]?.trader.id);
  // The last one's destination was changed by ada herself.
  await firm.flow.rows(
    `insert into public.beneficiary_edits (beneficiary_id, edited_by, edited_by_kind, version, edited_at) values ($1, $2, 'staff', 1, now())`,
    accounts[4]?.beneficiary,
    member('ada').id,
  );
}, 120_000);
afterAll(() => firm?.flow.close());

test('a dry run says what may be let go, what needs one more, and why the rest may not', async () => {
  const run = await dryRun(member('ada').client, ids, now());
  expect(run.released.map(({ id }) => id)).toEqual([ids[0], ids[1]]);
  expect(run.signed.map(({ id }) => id)).toEqual([ids[2]]);
  expect(run.refused.map(({ payout, why }) => [payout.id, why])).toEqual([
    [ids[3], expect.stringContaining('is not kept')],
    [ids[4], expect.stringContaining('You changed its destination')],
  ]);
  expect(run.sums).toEqual([{ currency: 'USD', payouts: 3, cents: 3_100_000 }]);
  expect(await Promise.all(ids.map((id) => stateOf(firm, id)))).toEqual(Array(5).fill('requested'));
});

test('each is signed by what was shown; one that changed since is refused alone, and nothing twice', async () => {
  const run = await dryRun(member('ada').client, ids, now());
  const signings = [...run.released, ...run.signed];
  const changed = signings.map((one) => (one.id === ids[1] ? { ...one, version: one.version + 1 } : one));
  expect(await approveSeveral(member('ada').client, changed, now())).toEqual({
    approved: 1,
    signed: 1,
    refused: [{ id: ids[1], code: 'stale', message: expect.any(String) }],
  });
  expect(await Promise.all(ids.map((id) => stateOf(firm, id)))).toEqual(['approved', 'requested', 'requested', 'requested', 'requested']);
  const again = await dryRun(member('ada').client, ids, now());
  expect(again.refused.map(({ payout }) => payout.id)).toEqual([ids[0], ids[2], ids[3], ids[4]]);
  expect(await approveSeveral(member('ada').client, again.released, now())).toMatchObject({ approved: 1, refused: [] });
  const second = await dryRun(member('ben').client, [ids[2], ids[4]], now());
  expect(second.released.map(({ id }) => id)).toEqual([ids[2], ids[4]]);
  expect(await approveSeveral(member('ben').client, second.released, now())).toMatchObject({ approved: 2 });
  const names = await firm.flow.rows<{ n: number }>('select count(*)::int as n from public.payout_approvals');
  expect(names).toEqual([{ n: 5 }]);
  const trader = accounts[0]?.trader.client;
  if (trader) await expect(dryRun(trader, ids, now())).rejects.toThrow('not-allowed');
});

test('what was paid is what the ledger says was paid, with the time it took', async () => {
  for (const id of ids.slice(0, 3)) {
    await sendPayout(id, now);
    await checkPayout(id, now);
  }
  await firm.flow.rows(
    `update public.payouts set settled_at = requested_at + case id when $1 then interval '1 hour' when $2 then interval '2 hours' else interval '9 hours' end
    where state = 'paid'`,
    ids[0],
    ids[1],
  );
  const figures = await readPayoutFigures(member('cay').client, new Date(Date.now() + 86_400_000));
  const total = 200_000 + 300_000 + 2_600_000;
  expect(figures.paid).toMatchObject([
    {
      currency: 'USD',
      payouts: 3,
      total_cents: total,
      ledger_cents: total,
      average_cents: Math.floor(total / 3),
      median_seconds: 7200,
      p90_seconds: 32_400,
    },
  ]);
  expect(figures.by_provider).toMatchObject([{ provider: 'simulated', payouts: 3, total_cents: total, median_seconds: 7200 }]);
  expect(figures.by_product).toMatchObject([{ title: 'Funded', payouts: 3, total_cents: total }]);
  expect(figures.days.reduce((sum, day) => sum + day.paid_cents, 0)).toBe(total);
  expect(figures.days.every((day) => day.paid_cents + day.firm_cents === day.gross_cents)).toBe(true);
  expect(await broken(firm)).toEqual([]);
});

test('a trader’s page knows their payouts and where they are paid, by the mask', async () => {
  const money = await readTraderMoney(member('ada').client, accounts[0]?.trader.id ?? '');
  expect(money).toMatchObject({
    payouts: [{ id: ids[0], state: 'paid', beneficiary_masked: '****1234' }],
    destinations: [{ masked: '****1234', version: 1, is_active: true }],
    paid: [{ currency: 'USD', payouts: 1, cents: 200_000 }],
  });
  expect(JSON.stringify(money)).not.toContain('sealed');
});

test('different money is never added together, and days without a payout are days', () => {
  expect(
    sumsByCurrency([
      { requested_cents: 1, currency: 'USD' },
      { requested_cents: 2, currency: 'EUR' },
      { requested_cents: 3, currency: 'USD' },
    ]),
  ).toEqual([
    { currency: 'EUR', payouts: 1, cents: 2 },
    { currency: 'USD', payouts: 2, cents: 4 },
  ]);
  const day = { day: '2026-03-01', paid_cents: 5, firm_cents: 1, gross_cents: 6 };
  expect(everyDay([day], '2026-03-02', 3)).toEqual([
    { day: '2026-02-28', paid_cents: 0, firm_cents: 0, gross_cents: 0 },
    day,
    { day: '2026-03-02', paid_cents: 0, firm_cents: 0, gross_cents: 0 },
  ]);
});
