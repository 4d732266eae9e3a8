// The books of a payout: reserved once, released when it ends, sent once, reversed when it comes back; and nothing that SQL alone could slip past.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { judgePayout } from '@/lib/payouts/read';
import { weighPayouts } from '@/lib/payouts/settle';
import { approve as approveBy, asked, publishPolicy } from './desk';
import { earn, NOW, openFunded, requestPayout, startFunded, type Funded, type FundedAccount } from './funded';

let firm: Funded;
beforeAll(async () => {
  firm = await startFunded();
  await publishPolicy(firm);
});
afterAll(() => firm.flow.close());

const rows: Funded['flow']['rows'] = (sql, ...values) => firm.flow.rows(sql, ...values);
const payoutOf = async (account: FundedAccount) =>
  (
    await rows<{ id: string; state: string; version: string; digest: string }>(
      `select p.id, p.state, p.version, encode(private.payout_digest(p), 'hex') as digest from public.payouts p where account_id = $1 order by requested_at desc, created_at desc limit 1`,
      account.id,
    )
  )[0] ?? { id: '', state: '', version: '0', digest: '' };
const owed = async (account: FundedAccount) =>
  (
    await rows<{ payable: string; reserved: string }>(
      'select payable_cents as payable, reserved_cents as reserved from public.payable_balances where trader_id = $1',
      account.trader.id,
    )
  )[0];
const approve = async (who: string, account: FundedAccount) => {
  const { id, version, digest } = await payoutOf(account);
  const { data, error } = (await firm.staff[who]?.client.rpc('approve_payout', {
    p_id: id,
    p_version: Number(version),
    p_digest: digest,
  })) ?? { data: null, error: null };
  return error ? error.message : (data as { outcome: string }).outcome;
};
const settle = async (account: FundedAccount, kind: string, more: object = {}) => {
  const { data, error } = await firm.flow.stack.service.rpc('settle_payout', {
    p: { payout_id: (await payoutOf(account)).id, kind, now: NOW, ...more },
  });
  if (error) throw new Error(error.message);
  return data as { outcome: string; state: string };
};
const begin = async (account: FundedAccount, entitled_cents = 800_000) => {
  const [row] = await rows<{ version: string }>('select version from public.accounts where id = $1', account.id);
  const p = {
    payout_id: (await payoutOf(account)).id,
    account_version: Number(row?.version),
    entitled_cents,
    is_green: true,
    now: new Date().toISOString(),
  };
  const { data, error } = await firm.flow.stack.service.rpc('begin_payout', { p });
  if (error) throw new Error(error.message);
  return data as { outcome: string; key?: string };
};
const broken = () => rows('select * from private.check_ledger() union all select * from private.check_payouts()');

test('a request is reserved, approved by another, sent once and paid', async () => {
  const account = await openFunded(firm);
  expect(await requestPayout(firm, account, { requested: 500_000, entitled: 800_000, key: 'k1' })).toMatchObject({ outcome: 'requested' });
  expect(await requestPayout(firm, account, { requested: 500_000, entitled: 800_000, key: 'k1' })).toMatchObject({ outcome: 'known' });
  expect(await owed(account)).toEqual({ payable: '800000', reserved: '500000' });
  expect(await approve('ada', account)).toBe('approved');
  expect(await begin(account)).toMatchObject({ outcome: 'send', key: expect.stringMatching(/^payout:.*:1$/) as string });
  expect(await begin(account)).toMatchObject({ outcome: 'not-open' });
  expect(await owed(account)).toEqual({ payable: '300000', reserved: '0' });
  expect(await settle(account, 'sent', { reference: `ref-${account.login}` })).toMatchObject({ state: 'sent' });
  expect(await settle(account, 'paid')).toMatchObject({ state: 'paid' });
  expect(await settle(account, 'sent')).toMatchObject({ outcome: 'ignored', state: 'paid' });
  expect(await broken()).toEqual([]);
  expect(await settle(account, 'returned', { reason: 'account closed' })).toMatchObject({ state: 'returned' });
  expect(await owed(account)).toEqual({ payable: '800000', reserved: '0' });
  expect(await broken()).toEqual([]);
});

test('thirty-two requests racing for one balance grant exactly one', async () => {
  const account = await openFunded(firm);
  const answers = await Promise.all(
    Array.from({ length: 32 }, () => requestPayout(firm, account, { requested: 600_000, entitled: 800_000 })),
  );
  expect(answers.filter(({ outcome }) => outcome === 'requested')).toHaveLength(1);
  expect(await owed(account)).toEqual({ payable: '800000', reserved: '600000' });
  expect(await broken()).toEqual([]);
});

test('fifty parallel approvals let it go once', async () => {
  const account = await openFunded(firm);
  await requestPayout(firm, account, { requested: 100_000, entitled: 800_000 });
  const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => approve(['ada', 'ben', 'cay'][index % 3] ?? 'ada', account)));
  expect(answers.filter((one) => one === 'approved')).toHaveLength(1);
  const jobs = await rows(
    `select 1 from graphile_worker.jobs where task_identifier = 'send-payout' and key = $1`,
    `payout:${(await payoutOf(account)).id}`,
  );
  expect(jobs).toHaveLength(1);
});

test('two names are two people, and what they signed is what is sent', async () => {
  const account = await openFunded(firm);
  await requestPayout(firm, account, { requested: 700_000, entitled: 800_000, approvals: 2 });
  expect(await approve('ada', account)).toBe('signed');
  expect(await approve('ada', account)).toBe('signed');
  expect((await payoutOf(account)).state).toBe('requested');
  expect(await approve('ben', account)).toBe('approved');
});

test('a loss after the request freezes it and frees what was reserved', async () => {
  const account = await openFunded(firm);
  await requestPayout(firm, account, { requested: 500_000, entitled: 800_000 });
  await earn(firm.flow, account, '-4000.00', '2026-11-19T10:00:00.000Z');
  expect((await payoutOf(account)).state).toBe('held');
  expect(await owed(account)).toEqual({ payable: '800000', reserved: '0' });
  const [row] = await rows<{ version: string }>('select version from public.accounts where id = $1', account.id);
  const p = {
    payout_id: (await payoutOf(account)).id,
    account_version: Number(row?.version),
    entitled_cents: 480_000,
    is_green: true,
    reason: 'more is asked than is owed',
    now: NOW,
  };
  expect((await firm.flow.stack.service.rpc('recompute_payout', { p })).data).toMatchObject({ outcome: 'held' });
  expect(await owed(account)).toEqual({ payable: '480000', reserved: '0' });
  const mended = { ...p, entitled_cents: 500_000 };
  expect((await firm.flow.stack.service.rpc('recompute_payout', { p: mended })).data).toMatchObject({ outcome: 'requested' });
  expect(await owed(account)).toEqual({ payable: '500000', reserved: '500000' });
  expect(await broken()).toEqual([]);
});

test('what a provider did not take is owed again, and leaves no trace in the account', async () => {
  const account = await openFunded(firm);
  await requestPayout(firm, account, { requested: 500_000, entitled: 800_000 });
  await approve('cay', account);
  await begin(account);
  await settle(account, 'failed', { reason: 'no such bank' });
  expect(await owed(account)).toEqual({ payable: '800000', reserved: '0' });
  const [told] = await rows<{ events: { kind: string }[] }>('select private.load_events($1, null) as events', account.id);
  expect(told?.events.map(({ kind }) => kind)).toEqual(['trade']);
  expect(await broken()).toEqual([]);
});

const close = ({ id }: FundedAccount) =>
  rows(
    `update public.accounts set status = 'closed', closed_at = now(), closure_reason = 'withdrawn', version = version + 1 where id = $1`,
    id,
  );

describe('what came back', () => {
  const cameBack = async (account: FundedAccount) => {
    const id = await asked(account, 500_000);
    await approveBy(firm, id);
    await begin(account);
    await settle(account, 'paid');
    await settle(account, 'returned', { reason: 'account closed' });
    return id;
  };
  const again = async (id: string, who: 'ada' | 'ben' = 'ada') => {
    const [row] = await rows<{ version: string }>('select version from public.payouts where id = $1', id);
    const args = { p_id: id, p_version: Number(row?.version), p_reason: 'The bank is another one now.' };
    const { data, error } = (await firm.staff[who]?.client.rpc('pay_again', args)) ?? { data: null, error: null };
    return error ? { outcome: error.message, payout_id: '' } : (data as { outcome: string; payout_id: string });
  };
  const green = async (id: string) => {
    const judged = await judgePayout({ payout_id: id, now: new Date().toISOString() });
    return [judged?.entitlement.is_green, judged?.entitlement.refusal];
  };

  test('is kept though the profit is lost and the account closed, and is paid again by two people, once', async () => {
    const account = await openFunded(firm);
    const first = await cameBack(account);
    await earn(firm.flow, account, '-9990.00', '2026-11-19T10:00:00.000Z');
    await close(account);
    expect(await owed(account)).toEqual({ payable: '500000', reserved: '0' });
    const made = await again(first);
    expect(made.outcome).toBe('asked-again');
    expect(await owed(account)).toEqual({ payable: '500000', reserved: '500000' });
    expect((await again(first, 'ben')).outcome).toBe('already-decided');
    expect(await green(made.payout_id)).toEqual([true, null]);
    expect(await approveBy(firm, made.payout_id, 'ada')).toContain('needs-another-person');
    expect(await approveBy(firm, made.payout_id, 'ben')).toBe('approved');
    expect(await begin(account, 500_000)).toMatchObject({ outcome: 'send' });
    await settle(account, 'paid');
    expect(await owed(account)).toEqual({ payable: '0', reserved: '0' });
    expect((await again(first)).outcome).toBe('already-decided');
    // It was paid on a profit that is lost: what stands against the trader is written down, as if it had never come back.
    expect(await weighPayouts(account.id, new Date())).toBe(499_200);
    expect(await broken()).toEqual([]);
  });

  test('waits all the same for the person, the destination and every question', async () => {
    const account = await openFunded(firm);
    const made = await again(await cameBack(account));
    await rows(`update public.traders set kyc_status = 'expired' where id = $1`, account.trader.id);
    expect(await green(made.payout_id)).toEqual([false, 'kyc']);
    await rows(`insert into public.reviews (kind, account_id, reason, created_at) values ('data', $1, 'A question.', now())`, account.id);
    expect(await green(made.payout_id)).toEqual([false, 'unresolved']);
  });

  test('is not paid twice where an ordinary payout took it along', async () => {
    const account = await openFunded(firm);
    const first = await cameBack(account);
    await rows(
      `update public.reviews set state = 'approved', decided_by = $2, decided_at = now() where account_id = $1 and rule = 'returned'`,
      account.id,
      firm.staff.ben?.id,
    );
    const second = await asked(account, 500_000);
    await approveBy(firm, second, 'ben');
    await begin(account);
    await settle(account, 'paid');
    expect((await again(first)).outcome).toBe('not-kept');
    expect(await broken()).toEqual([]);
  });
});

test('an account that ends owes nothing any more', async () => {
  const account = await openFunded(firm);
  await requestPayout(firm, account, { requested: 500_000, entitled: 800_000 });
  await close(account);
  expect((await payoutOf(account)).state).toBe('held');
  expect(await owed(account)).toEqual({ payable: '0', reserved: '0' });
  expect(await broken()).toEqual([]);
});

test('illegal changes are refused whoever tries them', async () => {
  const account = await openFunded(firm);
  await requestPayout(firm, account, { requested: 500_000, entitled: 800_000 });
  const { id } = await payoutOf(account);
  const refused = (sql: string) => expect(rows(sql, id)).rejects.toThrow();
  await refused(`update public.payouts set state = 'paid' where id = $1`);
  await refused(`update public.payouts set state = 'approved' where id = $1`);
  await refused('update public.payouts set requested_cents = 1, gross_cents = 1, firm_cents = 0 where id = $1');
  await refused('update public.payouts set approvals_required = 0 where id = $1');
  await refused('delete from public.payouts where id = $1');
  await refused(
    `update public.ledger_entries set amount_cents = amount_cents + 1 where transaction_id in (select t.id from public.ledger_transactions t where t.payout_id = $1)`,
  );
  await expect(rows(`insert into public.ledger_transactions (kind, booked_at) values ('accrual', now())`)).rejects.toThrow('has entries');
  await expect(
    rows(`update public.payable_balances set reserved_cents = payable_cents + 1 where trader_id = $1`, account.trader.id),
  ).rejects.toThrow('nothing_is_promised_twice');
  const { error } = await account.trader.client.rpc('approve_payout', { p_id: id, p_version: 1, p_digest: '' });
  expect(error).not.toBeNull();
});
