// Every change of state anybody could try, a loss in each state, and what an approval no longer covers once something has moved.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PAYOUT_EDGES, PAYOUT_STATES, type PayoutState } from '@/lib/payouts/states';
import { sendPayout } from '@/lib/payouts/send';
import { simulatedProvider } from '@/lib/payouts/providers/simulated';
import { approve, asked, broken, publishPolicy, stateOf } from './desk';
import { earn, openFunded, startFunded, type Funded, type FundedAccount } from './funded';

let firm: Funded;
beforeAll(async () => {
  firm = await startFunded();
  await publishPolicy(firm);
});
afterAll(() => firm.flow.close());

const rows: Funded['flow']['rows'] = (sql, ...values) => firm.flow.rows(sql, ...values);
const silent = () => ({ ...simulatedProvider({ make: () => Promise.reject(new Error('down')), look: () => Promise.resolve(null) }) });
const settle = async (id: string, kind: string) => {
  const { error } = await firm.flow.stack.service.rpc('settle_payout', {
    p: { payout_id: id, kind, reference: randomUUID(), now: new Date().toISOString() },
  });
  if (error) throw new Error(error.message);
};
const begin = async (id: string, account: FundedAccount) => {
  const [row] = await rows<{ version: string }>('select version from public.accounts where id = $1', account.id);
  const p = {
    payout_id: id,
    account_version: Number(row?.version),
    entitled_cents: 800_000,
    is_green: true,
    now: new Date().toISOString(),
  };
  const { error } = await firm.flow.stack.service.rpc('begin_payout', { p });
  if (error) throw new Error(error.message);
};

/** A payout brought to a state over the edges there are. */
async function broughtTo(state: PayoutState): Promise<{ id: string; account: FundedAccount }> {
  const account = await openFunded(firm);
  const id = await asked(account, 200_000);
  const steps: Record<PayoutState, (() => Promise<unknown>)[]> = {
    requested: [],
    held: [() => earn(firm.flow, account, '-1.00', '2026-11-19T10:00:00.000Z')],
    rejected: [async () => firm.staff.ben?.client.rpc('reject_payout', { p_id: id, p_version: 1, p_reason: 'Not now.' })],
    cancelled: [async () => account.trader.client.rpc('cancel_payout', { p_id: id })],
    approved: [() => approve(firm, id)],
    sending: [() => approve(firm, id), () => begin(id, account)],
    unknown: [() => approve(firm, id), () => sendPayout(id, () => new Date(), silent)],
    sent: [() => approve(firm, id), () => begin(id, account), () => settle(id, 'sent')],
    paid: [() => approve(firm, id), () => begin(id, account), () => settle(id, 'paid')],
    failed: [() => approve(firm, id), () => begin(id, account), () => settle(id, 'failed')],
    returned: [() => approve(firm, id), () => begin(id, account), () => settle(id, 'paid'), () => settle(id, 'returned')],
  };
  for (const step of steps[state]) await step();
  expect(await stateOf(firm, id)).toBe(state);
  return { id, account };
}

/** By SQL under each role of the API: no state is written, not even a legal one, and no name or sum either. */
async function refusedAs(role: string, id: string): Promise<void> {
  const client = await firm.flow.stack.sql.connect();
  try {
    await client.query(`begin; set local role ${role}`);
    await client.query(`do $$ declare one text; begin
      foreach one in array array['${[...PAYOUT_STATES.map((to) => `state = ''${to}''`), 'approved_by = requested_by', 'requested_cents = 1', 'approvals_required = 1'].join("', '")}'] loop
        begin
          execute 'update public.payouts set ' || one || ' where id = ''${id}''';
          raise exception 'written: %', one;
        exception when insufficient_privilege then null; end;
      end loop; end $$`);
  } finally {
    await client.query('rollback');
    client.release();
  }
}

describe.each(PAYOUT_STATES)('a payout that is %s', (from) => {
  test('goes nowhere but over its edges, whoever writes it, and its books balance', async () => {
    const { id } = await broughtTo(from);
    const others = PAYOUT_STATES.filter((to) => to !== from && !PAYOUT_EDGES[from].includes(to));
    for (const to of others) {
      await expect(
        rows(
          `update public.payouts set state = $2, hold_reason = 'x', rejection_reason = case when $2 = 'rejected' then 'x' end where id = $1`,
          id,
          to,
        ),
      ).rejects.toThrow('illegal payout transition');
      const { error } = await firm.flow.stack.service.from('payouts').update({ state: to }).eq('id', id);
      expect(error).not.toBeNull();
    }
    for (const role of ['anon', 'authenticated', 'service_role']) await refusedAs(role, id);
    expect(await stateOf(firm, id)).toBe(from);
    expect(await broken(firm)).toEqual([]);
  });

  test('a loss is recorded, and what it means for the payout follows', async () => {
    const { id, account } = await broughtTo(from);
    await earn(firm.flow, account, '-9000.00', '2026-11-20T08:00:00.000Z');
    const after = await stateOf(firm, id);
    expect(after).toBe(from === 'requested' || from === 'approved' ? 'held' : from);
    const reviews = await rows(`select rule from public.reviews where kind = 'payout' and rule = 'after-sending' and subject_id = $1`, id);
    expect(reviews).toHaveLength(['sending', 'unknown', 'sent'].includes(from) ? 1 : 0);
    expect(await rows('select 1 from public.trades where account_id = $1 and profit_loss_cents = -900000', account.id)).toHaveLength(1);
    expect(await broken(firm)).toEqual([]);
  });
});

describe('an approval covers exactly what was seen', () => {
  const CHANGES: [string, (id: string, account: FundedAccount) => Promise<unknown>][] = [
    ['the destination', async (_id, account) => firm.flow.stack.service.rpc('save_beneficiary', { p: changed(account) })],
    ['what is owed', (_id, account) => earn(firm.flow, account, '-100.00', '2026-11-20T08:00:00.000Z')],
    [
      'the account’s state',
      (_id, account) =>
        rows(`update public.accounts set status = 'blocked', blocked_from = 'live', version = version + 1 where id = $1`, account.id),
    ],
  ];
  const changed = (account: FundedAccount) => ({
    ...{ id: account.beneficiary, trader_id: account.trader.id, provider: 'simulated', name: 'Fay Funded', masked: '****9' },
    ...{ destination: { sealed: true }, edited_by: account.trader.userId, edited_by_kind: 'trader', now: new Date().toISOString() },
  });

  test.each(CHANGES)('changed after the page was drawn: %s', async (_what, change) => {
    const { id, account } = await broughtTo('requested');
    const [seen] = await rows<{ version: string; digest: string }>(
      `select p.version, encode(private.payout_digest(p), 'hex') as digest from public.payouts p where id = $1`,
      id,
    );
    await change(id, account);
    const answer = await firm.staff.ada?.client.rpc('approve_payout', {
      p_id: id,
      p_version: Number(seen?.version),
      p_digest: seen?.digest,
    });
    expect(answer?.data).toMatchObject({ outcome: expect.stringMatching(/^(already-decided|stale)$/) as string });
    expect(await stateOf(firm, id)).toBe('held');
  });

  test('the sum and the account never change', async () => {
    const { id } = await broughtTo('requested');
    await expect(
      rows('update public.payouts set requested_cents = 100, gross_cents = 125, firm_cents = 25 where id = $1', id),
    ).rejects.toThrow('immutable');
  });

  test('it ends after a day', async () => {
    const { id } = await broughtTo('approved');
    await sendPayout(id, () => new Date(Date.now() + 25 * 3_600_000), silent);
    expect(await rows('select state, hold_reason from public.payouts where id = $1', id)).toEqual([
      { state: 'held', hold_reason: 'the approval has expired' },
    ]);
  });

  test('neither the requester nor who changed the destination signs', async () => {
    const { id, account } = await broughtTo('requested');
    await rows(
      `insert into public.beneficiary_edits (beneficiary_id, edited_by, edited_by_kind, version, edited_at) values ($1, $2, 'staff', 1, now())`,
      account.beneficiary,
      firm.staff.cay?.id,
    );
    expect(await approve(firm, id, 'cay')).toContain('edited-the-destination');
    expect(await approve(firm, id, 'ben')).toBe('approved');
  });
});
