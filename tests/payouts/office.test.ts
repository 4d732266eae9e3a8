// What staff see and decide of payouts: the queue with what holds each up, the digest that is signed, and refusals in words.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compose } from '@/lib/mail/compose';
import { askPayout } from '@/lib/payouts/own-write';
import { readPayout, readPayoutFigures } from '@/lib/payouts/office-read';
import { approvePayout, rejectPayout } from '@/lib/payouts/office-write';
import { sendPayout } from '@/lib/payouts/send';
import { arrivalDay, formulaOf } from '@/lib/payouts/told';
import { openFunded, startFunded, type Funded, type FundedAccount } from './funded';

const NOW = new Date('2026-11-20T09:00:00.000Z');
let firm: Funded;
beforeAll(async () => {
  firm = await startFunded();
  await firm.flow.rows(`update public.connections set status = 'active', last_event_at = $1`, NOW.toISOString());
}, 120_000);
afterAll(() => firm?.flow.close());

async function asked(amount = '8,000.00'): Promise<{ account: FundedAccount; id: string }> {
  const account = await openFunded(firm);
  const actor = { kind: 'trader' as const, id: account.trader.id, userId: account.trader.userId, email: '', name: 'Fay Funded' };
  const made = await askPayout(
    { account_id: account.id, request_key: randomUUID(), beneficiary_id: account.beneficiary, amount },
    actor,
    NOW,
  );
  if (!made.ok) throw new Error(made.refusal.message);
  const [row] = await firm.flow.rows<{ id: string }>('select id from public.payouts where account_id = $1', account.id);
  return { account, id: row?.id ?? '' };
}
const member = (name: string) => {
  const found = firm.staff[name];
  if (!found) throw new Error(name);
  return found;
};
const opened = async (id: string, name = 'ada') => {
  const found = await readPayout(member(name).client, id, NOW);
  if (!found) throw new Error('not found');
  return found;
};

test('a request shows its formula, its checks with their numbers, its effect and the digest that is signed', async () => {
  const { id } = await asked();
  const { payout, seen, now } = await opened(id);
  expect(payout).toMatchObject({
    state: 'requested',
    requested_cents: 800_000,
    gross_cents: 1_000_000,
    firm_cents: 200_000,
    blocker: 'waits for a person',
  });
  if (now === null || now === 'failed') throw new Error('not judged');
  expect(formulaOf(now, 'USD').text).toBe('share of max(0, 10000.00 − 0.00) = 8000.00 USD');
  expect(now.checks.find(({ check }) => check === 'below-minimum')).toEqual({
    check: 'below-minimum',
    state: 'passed',
    measured: '8000.00',
    required: '100.00',
    unit: 'money',
  });
  expect(now.effect).toMatchObject({ balance_cents: 11_000_000, balance_after_cents: 10_000_000 });
  expect(seen).toMatchObject({ may_not: null, valid_approvals: 0, digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(seen.ledger.map(({ kind }) => kind)).toEqual(['reservation']);
  expect(seen.events.map(({ kind }) => kind)).toEqual(['withdrawal.requested']);
});

test('what was seen is what is approved: another version or digest is refused with what stands now', async () => {
  const { id } = await asked('1000.00');
  const { version, digest } = (await opened(id)).seen;
  const { client } = member('ada');
  expect(await approvePayout(client, { id, version: version + 1, digest }, NOW)).toMatchObject({
    ok: false,
    refusal: { code: 'stale', facts: { version: String(version), state: 'requested' } },
  });
  expect(await approvePayout(client, { id, version, digest: digest.replace(/^./, (c) => (c === 'a' ? 'b' : 'a')) }, NOW)).toMatchObject({
    refusal: { code: 'stale' },
  });
  expect(await approvePayout(client, { id, version, digest }, NOW)).toEqual({ ok: true, value: { outcome: 'approved' } });
  expect(await approvePayout(client, { id, version, digest }, NOW)).toMatchObject({
    ok: false,
    refusal: {
      code: 'already-decided',
      message: expect.stringMatching(/^Changed by .+ ago: requested → approved\. It has been decided/) as string,
    },
  });
  expect((await opened(id)).seen.approvals).toMatchObject([{ kind: 'person', name: 'ada', is_for_this: true }]);
});

test('nobody signs what could not be sent', async () => {
  const { account, id } = await asked('1000.00');
  await firm.flow.rows(`update public.traders set kyc_status = 'expired' where id = $1`, account.trader.id);
  const { version, digest } = (await opened(id)).seen;
  expect(await approvePayout(member('ada').client, { id, version, digest }, NOW)).toMatchObject({
    ok: false,
    refusal: { code: 'check-not-kept', facts: { check: 'kyc', measured: 'expired', required: 'approved' } },
  });
});

test('a rejection needs a reason, which the trader reads; the sum may be asked for again', async () => {
  const { account, id } = await asked('1000.00');
  const { version } = (await opened(id)).seen;
  expect(await rejectPayout(member('ben').client, id, version, ' ')).toMatchObject({ ok: false, refusal: { code: 'reason-missing' } });
  expect(await rejectPayout(member('ben').client, id, version, 'The name differs.')).toEqual({ ok: true, value: { outcome: 'rejected' } });
  const told = await account.trader.client.from('payouts').select('state, rejection_reason').eq('id', id).single();
  expect(told.data).toEqual({ state: 'rejected', rejection_reason: 'The name differs.' });
});

test('a trader neither opens the office’s view of a payout nor decides one', async () => {
  const { account, id } = await asked('1000.00');
  const { client } = account.trader;
  await expect(readPayout(client, id, NOW)).rejects.toThrow(/not-allowed/);
  const { version, digest } = (await opened(id)).seen;
  expect(await approvePayout(client, { id, version, digest }, NOW)).toMatchObject({ ok: false, refusal: { code: 'not-allowed' } });
});

test('what was paid is counted by currency, product and day, and the same sum within a week is pointed at', async () => {
  const { account, id } = await asked('2000.00');
  const { version, digest } = (await opened(id)).seen;
  await approvePayout(member('cay').client, { id, version, digest }, NOW);
  const later = () => new Date('2026-11-27T10:00:00.000Z');
  await firm.flow.rows(`update public.connections set last_event_at = $1`, later().toISOString());
  await sendPayout(id, later);
  await firm.flow.stack.service.rpc('settle_payout', {
    p: { payout_id: id, kind: 'paid', reference: 'ref-1', now: later().toISOString() },
  });
  expect((await opened(id)).payout).toMatchObject({ state: 'paid', provider_ref: expect.any(String) });
  const figures = await readPayoutFigures(member('ada').client, later());
  expect(figures.paid).toMatchObject([{ currency: 'USD', payouts: 1, total_cents: 200_000, average_cents: 200_000, lately: 1 }]);
  expect(figures.by_product).toMatchObject([{ title: 'Funded', payouts: 1 }]);
  expect(figures.days).toMatchObject([{ payouts: 1, paid_cents: 200_000, gross_cents: 250_000, firm_cents: 50_000 }]);
  const withdrawn = async () =>
    (await member('ben').client.from('funded_virtual_accounts').select('total_withdrawals').eq('id', account.id).single()).data;
  expect(await withdrawn()).toEqual({ total_withdrawals: '2000.00' });
  await firm.flow.rows(`update public.staff set role = 'viewer' where id = $1`, member('ben').id);
  // Who reads no payouts sees no nought in their place.
  expect(await withdrawn()).toEqual({ total_withdrawals: null });
  await firm.flow.rows(`update public.staff set role = 'finance' where id = $1`, member('ben').id);
});

test('the letter of each step can be written from what the database hands over, to the trader’s own address', async () => {
  const { account, id } = await asked('1000.00');
  const { version, digest } = (await opened(id)).seen;
  await approvePayout(member('ada').client, { id, version, digest }, NOW);
  const letters = await firm.flow.rows<{ id: string; message: string }>(
    `select id, message from public.mail_deliveries where (account_id = $1 or trader_id = $2) and message like 'payout-%' order by message`,
    account.id,
    account.trader.id,
  );
  expect(letters.map(({ message }) => message)).toEqual(['payout-approved', 'payout-destination', 'payout-requested']);
  for (const letter of letters) {
    const { data } = await firm.flow.stack.service.rpc('begin_mail', { p_id: letter.id, p_now: NOW.toISOString() });
    const begun = data as { to_email: string; context: unknown };
    expect(begun.to_email).toBe(`${account.login}@funded.test`);
    const written = compose(letter.message, null, begun.context, { origin: 'http://127.0.0.1:3000' });
    expect(written.ok && written.value.text).toContain(letter.message === 'payout-destination' ? '****1234' : '1,000.00 USD');
  }
});

test('money arrives when the window has ended and the provider has carried it', () => {
  expect(arrivalDay(Date.parse('2026-11-27T00:00:00Z'), 'simulated', { simulated: 2 })).toBe('2026-11-29');
  expect(arrivalDay(Date.parse('2026-11-27T00:00:00Z'), 'bank', {})).toBe('2026-11-27');
});
