// A statement against the ledger from the upload to the booking: taken once, each difference decided by a person, and a correction only under two names.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makePayoutFile } from '@/lib/payouts/file-send';
import { markPayout, takePayoutFile } from '@/lib/payouts/file-write';
import { checkPayout, sendPayout } from '@/lib/payouts/send';
import { readProviderBalances, readStatement, readStatements, type DifferenceRow } from '@/lib/payouts/statement-read';
import { compareAgain, takeSimulatedStatement, takeStatement } from '@/lib/payouts/statement-receive';
import { decideAdjustment, decideDifference, proposeAdjustment } from '@/lib/payouts/statement-write';
import { unexplained } from '@/lib/payouts/reconcile';
import { approve, asked, broken, publishPolicy } from './desk';
import { openFunded, startFunded, type Funded } from './funded';

let firm: Funded;
let ids: string[];
let statement: string;
const now = () => new Date();
const today = new Date().toISOString().slice(0, 10);
const member = (name: string) => firm.staff[name] ?? Object.values(firm.staff)[0]!;

beforeAll(async () => {
  firm = await startFunded();
  await publishPolicy(firm);
  ids = [];
  for (const amount of [200_000, 300_000, 400_000]) {
    const id = await asked(await openFunded(firm, '10000.00', 'bank'), amount);
    await approve(firm, id);
    ids.push(id);
  }
  const made = await makePayoutFile('bank', member('ada').id, now());
  if (!made.ok) throw new Error(made.refusal.message);
  await takePayoutFile(member('ada').client, made.value.export_id);
}, 120_000);
afterAll(() => firm?.flow.close());

function bank(): Uint8Array {
  const rows = [
    'date,amount,currency,description,reference,fee',
    `${today},-2000.00,USD,Payout ${ids[0]},N1,0.50`,
    `${today},-3010.00,USD,Payout ${ids[1]},N2,`,
    `${today},-75.00,USD,Standing order,N3,`,
    `${today},9000.00,USD,Funding,N4,`,
  ];
  return new TextEncoder().encode(rows.join('\n'));
}
const take = (who: string) =>
  takeStatement({ provider: 'bank', file_name: 'november.csv', bytes: bank(), cover: null }, member(who).id, now());
const opened = async () => {
  const found = await readStatement(member('ben').client, statement);
  if (!found) throw new Error('not found');
  return found;
};
const difference = async (kind: DifferenceRow['kind']) => {
  const found = (await opened()).differences.find((one) => one.kind === kind);
  if (!found) throw new Error(kind);
  return found;
};

test('what agrees is silent, what differs is named in kind and money, and the same bytes are taken once', async () => {
  const taken = await take('ada');
  if (!taken.ok) throw new Error(taken.refusal.message);
  statement = taken.value.id;
  expect(taken.value).toMatchObject({ isNew: true, differences: 4 });
  expect(await take('ben')).toMatchObject({ ok: true, value: { isNew: false, id: statement } });
  const { statement: row, differences, lines } = await opened();
  const told = differences.map(({ kind, payout_id, effect }) => [kind, payout_id, effect[0]?.cents ?? 0]);
  expect(told.sort()).toEqual(
    [
      ['amount-differs', ids[1], 1000],
      ['fee-taken', null, 50],
      ['only-ours', ids[2], -400_000],
      ['only-theirs', null, 7500],
    ].sort(),
  );
  expect(row).toMatchObject({ lines: 3, others: 1, open_differences: 4, imported_by_name: 'ada' });
  expect(lines.map(({ state }) => state)).toEqual(['left', 'left', 'left', 'other']);
  for (const total of row.totals) expect(unexplained(total, differences)).toBe(0);
  expect(row.totals).toMatchObject([{ currency: 'USD', theirs: 3, theirs_cents: 508_500, fees_cents: 50, ours: 3, ours_cents: 900_000 }]);
});

test('its bytes are kept and never change; nobody reads them through the API', async () => {
  const [kept] = await firm.flow.rows<{ ok: boolean }>('select bytes = $1::bytea as ok from public.payout_statements', Buffer.from(bank()));
  expect(kept?.ok).toBe(true);
  const direct = await member('ada').client.from('payout_statements').select('bytes');
  expect(direct.error?.message).toContain('permission denied');
  await expect(firm.flow.rows(`update public.payout_statements set bytes = '\\x00'`)).rejects.toThrow();
  await expect(firm.flow.rows('delete from public.payout_statements')).rejects.toThrow('never deleted');
  await expect(firm.flow.rows('update public.payout_statement_lines set amount_cents = 1')).rejects.toThrow();
});

test('a difference is decided by a person with a note, once, and stays decided', async () => {
  const { id, version } = await difference('only-theirs');
  const deciding = { id, version, decision: 'explained' as const, note: 'The office rent, not a payout.' };
  expect(await decideDifference(member('ben').client, { ...deciding, note: ' ' })).toMatchObject({ refusal: { code: 'reason-missing' } });
  expect(await decideDifference(member('ben').client, { ...deciding, version: 99 })).toMatchObject({ refusal: { code: 'stale' } });
  expect(await decideDifference(member('ben').client, deciding)).toMatchObject({ ok: true });
  expect(await decideDifference(member('cay').client, deciding)).toMatchObject({ refusal: { code: 'already-decided' } });
  expect(await difference('only-theirs')).toMatchObject({ state: 'decided', decided_by_name: 'ben', note: deciding.note });
  await expect(firm.flow.rows(`update public.payout_differences set note = 'x' where id = $1`, id)).rejects.toThrow('stays decided');
});

test('a correction is proposed by one and booked by another, never beyond the difference, and no trader’s balance moves', async () => {
  const { id, version } = await difference('amount-differs');
  const p = {
    difference_id: id,
    version,
    ledger_account: 'receivable' as const,
    amount_cents: 1000,
    currency: 'USD',
    reason: 'Ten too much; asked back.',
  };
  const owed = () => firm.flow.rows('select trader_id, payable_cents, reserved_cents from public.payable_balances order by 1');
  const before = await owed();
  expect(await proposeAdjustment(member('ada').client, { ...p, amount_cents: 1001 })).toMatchObject({
    refusal: { code: 'more-than-differs' },
  });
  expect(await proposeAdjustment(member('ada').client, { ...p, amount_cents: -1000 })).toMatchObject({
    refusal: { code: 'more-than-differs' },
  });
  expect(await proposeAdjustment(member('ada').client, p)).toMatchObject({ ok: true });
  expect(await proposeAdjustment(member('ben').client, p)).toMatchObject({ refusal: { code: 'adjustment-waits' } });
  expect(await decideDifference(member('ben').client, { id, version, decision: 'explained', note: 'No.' })).toMatchObject({
    refusal: { code: 'adjustment-waits' },
  });
  const waiting = (await difference('amount-differs')).adjustments[0]?.id ?? '';
  expect(await decideAdjustment(member('ada').client, waiting, 'booked', 'Yes.')).toMatchObject({
    refusal: { code: 'needs-another-person' },
  });
  expect(await decideAdjustment(member('ben').client, waiting, 'booked', 'Seen on the statement.')).toMatchObject({ ok: true });
  expect(await decideAdjustment(member('cay').client, waiting, 'refused', 'Late.')).toMatchObject({ refusal: { code: 'already-decided' } });
  expect(await difference('amount-differs')).toMatchObject({ state: 'decided', decision: 'booked', decided_by_name: 'ben' });
  const entries = await firm.flow.rows(
    `select e.ledger_account, e.amount_cents::int as n from public.ledger_entries e join public.ledger_transactions t on t.id = e.transaction_id where t.kind = 'adjustment' order by 1`,
  );
  expect(entries).toEqual([
    { ledger_account: 'provider-moved', n: 1000 },
    { ledger_account: 'receivable', n: -1000 },
  ]);
  expect(await owed()).toEqual(before);
  expect(await broken(firm)).toEqual([]);
  await expect(firm.flow.rows(`update public.payout_adjustments set amount_cents = 5`)).rejects.toThrow('decided once');
});

test('compared again, what has settled meanwhile agrees and what was decided stays so', async () => {
  const [third] = await firm.flow.rows<{ version: string }>('select version from public.payouts where id = $1', ids[2]);
  const marking = {
    id: ids[2] ?? '',
    version: parseInt(third?.version ?? '', 10),
    outcome: 'failed' as const,
    reference: 'refused by the bank',
  };
  expect(await markPayout(member('ben').client, marking)).toMatchObject({ ok: true });
  expect(await compareAgain(statement, member('cay').id, now())).toEqual({ found: 0, gone: 1 });
  const { differences } = await opened();
  expect(differences.map(({ kind, state }) => `${kind} ${state}`).sort()).toEqual([
    ...['amount-differs decided', 'fee-taken open', 'only-ours agrees-now', 'only-theirs decided'],
  ]);
});

test('the simulated provider’s own book agrees with ours, but for a payout that nobody knows about', async () => {
  const account = await openFunded(firm);
  const [paid, silent] = [await asked(account, 200_000), await asked(await openFunded(firm), 120_027)];
  for (const id of [paid, silent]) {
    await approve(firm, id);
    await sendPayout(id, now);
  }
  await checkPayout(paid, now);
  const taken = await takeSimulatedStatement(today, today, member('ada').id, now());
  if (!taken.ok) throw new Error(taken.refusal.message);
  const found = await readStatement(member('ada').client, taken.value.id);
  expect(found?.differences).toMatchObject([
    { kind: 'state-differs', payout_id: silent, ours: '120027 USD unknown', theirs: '120027 USD paid', effect: [] },
  ]);
  expect(await readProviderBalances(member('ada').client)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ provider: 'simulated', in_transit_cents: 120_027, paid_out_cents: 200_000, open_differences: 1 }),
      expect.objectContaining({ provider: 'bank', in_transit_cents: 500_000, moved_cents: 1000, open_differences: 1 }),
    ]),
  );
  expect((await readStatements(member('ada').client)).map(({ provider }) => provider)).toEqual(['simulated', 'bank']);
});
