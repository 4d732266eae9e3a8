// What a trader does about payouts: destinations are sealed and wait, a sum is refused with its numbers, and pressing twice asks once.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { open, type Sealed } from '@/lib/db/vault';
import { saveDestination } from '@/lib/payouts/destination-settle';
import { askPayout, takeBack } from '@/lib/payouts/own-write';
import { isIban, mask } from '@/lib/payouts/pay-methods';
import { destinationSeal } from '@/lib/payouts/send';
import type { TraderActor } from '@/lib/staff/actor';
import { openFunded, startFunded, type Funded, type FundedAccount } from './funded';

const NOW = new Date('2026-11-20T09:00:00.000Z');
const FORM = { id: null, provider: 'simulated', name: 'Fay Funded', account: 'GB00 1234 5678', bank: undefined, currency: undefined };

describe('a trader and their payouts', () => {
  let firm: Funded;
  beforeAll(async () => {
    firm = await startFunded();
    await firm.flow.rows(`update public.connections set status = 'active', last_event_at = $1`, NOW.toISOString());
  }, 120_000);
  afterAll(() => firm?.flow.close());

  const actor = ({ trader }: FundedAccount): TraderActor => ({
    kind: 'trader',
    id: trader.id,
    userId: trader.userId,
    email: 'fay@funded.test',
    name: 'Fay Funded',
  });
  const asking = (account: FundedAccount, amount: string, key = randomUUID()) => ({
    account_id: account.id,
    request_key: key,
    beneficiary_id: account.beneficiary,
    amount,
  });
  const states = (account: FundedAccount) =>
    firm.flow.rows<{ state: string; requested_cents: string }>(
      'select state, requested_cents from public.payouts where account_id = $1',
      account.id,
    );

  test('a destination is kept sealed under its own name, and only its mask can be read', async () => {
    const account = await openFunded(firm, '0');
    const saved = await saveDestination(actor(account), FORM, ['simulated'], NOW);
    if (!saved.ok) throw new Error(saved.refusal.message);
    const [row] = await firm.flow.rows<{ destination: Sealed; masked: string }>(
      'select destination, masked from public.beneficiaries where id = $1',
      saved.value.beneficiary_id,
    );
    expect(row?.masked).toBe('•••• 5678');
    expect(JSON.stringify(row?.destination)).not.toContain('12345678');
    const sealed = row?.destination as Sealed;
    expect(JSON.parse(open(sealed, destinationSeal(saved.value.beneficiary_id)))).toEqual({ account: 'GB0012345678' });
    expect(() => open(sealed, destinationSeal(account.beneficiary))).toThrow();
    expect((await account.trader.client.from('beneficiaries').select('destination')).error).not.toBeNull();
  });

  test('a new destination is not paid before it has cooled off, one of somebody else is not theirs to change', async () => {
    const [account, other] = [await openFunded(firm), await openFunded(firm, '0')];
    const saved = await saveDestination(actor(account), FORM, ['simulated'], NOW);
    if (!saved.ok) throw new Error(saved.refusal.message);
    const refused = await askPayout({ ...asking(account, '500.00'), beneficiary_id: saved.value.beneficiary_id }, actor(account), NOW);
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'beneficiary-cool-off', path: 'amount' } });
    const stolen = await saveDestination(actor(other), { ...FORM, id: account.beneficiary }, ['simulated'], NOW);
    expect(stolen).toMatchObject({ ok: false, refusal: { code: 'not-found' } });
  });

  test('changing the destination of an open request holds it', async () => {
    const account = await openFunded(firm);
    expect(await askPayout(asking(account, '500.00'), actor(account), NOW)).toMatchObject({ ok: true });
    const changed = await saveDestination(actor(account), { ...FORM, id: account.beneficiary }, ['simulated'], NOW);
    expect(changed.ok).toBe(true);
    expect(await states(account)).toEqual([{ state: 'held', requested_cents: '50000' }]);
  });

  test('the share of the profit may be asked for, a cent more may not, and the numbers say why', async () => {
    const account = await openFunded(firm);
    expect(await askPayout(asking(account, '8,000.01'), actor(account), NOW)).toMatchObject({
      ok: false,
      refusal: { code: 'above-withdrawable', message: expect.stringContaining('8,000.01 USD, at most 8,000.00 USD') },
    });
    expect(await askPayout(asking(account, '99.99'), actor(account), NOW)).toMatchObject({ ok: false, refusal: { code: 'below-minimum' } });
    expect(await askPayout(asking(account, '8,000.00'), actor(account), NOW)).toEqual({
      ok: true,
      value: '8000.00 USD is asked for. You get a mail at every step.',
    });
    expect(await askPayout(asking(account, '100.00'), actor(account), NOW)).toMatchObject({ ok: false, refusal: { code: 'payout-open' } });
  });

  test('a sum is never rounded for anybody', async () => {
    const account = await openFunded(firm);
    for (const amount of ['500.005', '5e2', '-500', '1,00.00', 'all'])
      expect(await askPayout(asking(account, amount), actor(account), NOW)).toMatchObject({
        ok: false,
        refusal: { code: 'invalid-amount', path: 'amount' },
      });
    expect(await states(account)).toEqual([]);
  });

  test('pressing twice asks once, and the account of somebody else does not exist', async () => {
    const [account, other] = [await openFunded(firm), await openFunded(firm, '0')];
    const key = randomUUID();
    const both = await Promise.all([1, 2].map(() => askPayout(asking(account, '500.00', key), actor(account), NOW)));
    expect(both.map(({ ok }) => ok)).toEqual([true, true]);
    expect(await states(account)).toHaveLength(1);
    expect(await askPayout(asking(account, '500.00'), actor(other), NOW)).toMatchObject({ ok: false, refusal: { code: 'not-found' } });
  });

  test('a request may be taken back by its own trader, once', async () => {
    const [account, other] = [await openFunded(firm), await openFunded(firm, '0')];
    await askPayout(asking(account, '500.00'), actor(account), NOW);
    const [row] = await firm.flow.rows<{ id: string }>('select id from public.payouts where account_id = $1', account.id);
    expect(await takeBack(other.trader.client, row?.id ?? '')).toMatchObject({ ok: false, refusal: { code: 'not-found' } });
    expect(await takeBack(account.trader.client, row?.id ?? '')).toMatchObject({ ok: true });
    expect(await takeBack(account.trader.client, row?.id ?? '')).toMatchObject({ ok: false, refusal: { code: 'already-decided' } });
    expect(await askPayout(asking(account, '500.00'), actor(account), NOW)).toMatchObject({ ok: true });
  });
});

test('a typing error in an IBAN is seen, and a mask shows four characters at most', () => {
  expect(isIban('DE89370400440532013000')).toBe(true);
  expect(isIban('DE89370400440532013001')).toBe(false);
  expect([mask('1234567'), mask('12345678')]).toEqual(['••••', '•••• 5678']);
});
