// Every change of state anybody could try, a loss in each state, and what an approval no longer covers once something has moved.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { judgeAccountNow } from '@/lib/jobs/scheduled-settle';
import { PAYOUT_EDGES, PAYOUT_STATES, type PayoutState } from '@/lib/payouts/states';
import { sendPayout } from '@/lib/payouts/send';
import { settleHeldPayout, weighPayouts } from '@/lib/payouts/settle';
import { simulatedProvider } from '@/lib/payouts/providers/simulated';
import { approve, asked, broken, publishPolicy, stateOf } from './desk';
import { earn, earnTogether, openFunded, startFunded, type Funded, type FundedAccount } from './funded';

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
    const hasLeft = ['sending', 'unknown', 'sent', 'paid'].includes(from);
    expect(await jobs(`weigh:${account.id}`)).toHaveLength(hasLeft || from === 'failed' || from === 'returned' ? 1 : 0);
    // What is left of the profit, 1,000.00, is worth 800.00; 2,000.00 have left.
    expect(await weighPayouts(account.id, new Date())).toBe(hasLeft ? 120_000 : 0);
    expect(await weighPayouts(account.id, new Date())).toBe(hasLeft ? 120_000 : 0);
    expect(await asksAbout(account)).toEqual(hasLeft ? ['overpaid open'] : []);
    expect(await owedBack(account)).toBe(hasLeft ? 120_000 : 0);
    expect(await rows('select 1 from public.trades where account_id = $1 and profit_loss_cents = -900000', account.id)).toHaveLength(1);
    expect(await broken(firm)).toEqual([]);
  });
});

const jobs = (key: string) => rows('select 1 from graphile_worker.jobs where key = $1', key);
const asksAbout = async (account: FundedAccount) =>
  (
    await rows<{ it: string }>(
      `select rule || ' ' || state as it from public.reviews where kind = 'payout' and rule in ('after-sending', 'overpaid') and account_id = $1`,
      account.id,
    )
  ).map(({ it }) => it);
const owedBack = async (account: FundedAccount) =>
  Number(
    (
      await rows<{ sum: string | null }>(
        `select -sum(e.amount_cents) as sum from public.ledger_entries e join public.ledger_transactions t on t.id = e.transaction_id
         where t.account_id = $1 and e.ledger_account = 'receivable'`,
        account.id,
      )
    )[0]?.sum ?? 0,
  );

describe('a loss after the money has left', () => {
  test('is nobody’s question while the profit still covers it', async () => {
    const { account } = await broughtTo('sending');
    await earn(firm.flow, account, '-100.00', '2026-11-20T08:00:00.000Z');
    expect(await weighPayouts(account.id, new Date())).toBe(0);
    expect(await asksAbout(account)).toEqual([]);
  });

  test('stands against the trader until it is earned back', async () => {
    const { account } = await broughtTo('paid');
    await earn(firm.flow, account, '-9000.00', '2026-11-20T08:00:00.000Z');
    await weighPayouts(account.id, new Date());
    await earn(firm.flow, account, '500.00', '2026-11-20T08:10:00.000Z');
    expect(await jobs(`weigh:${account.id}`)).toHaveLength(1);
    expect(await weighPayouts(account.id, new Date())).toBe(80_000);
    expect([await owedBack(account), await asksAbout(account)]).toEqual([80_000, ['overpaid open']]);
    await earn(firm.flow, account, '5000.00', '2026-11-20T08:20:00.000Z');
    expect(await weighPayouts(account.id, new Date())).toBe(0);
    expect([await owedBack(account), await asksAbout(account)]).toEqual([0, ['overpaid cancelled']]);
    expect(await broken(firm)).toEqual([]);
  });
});

describe('trades freeze what waits', () => {
  const day = '2026-11-19T';
  test('a loser, though a winner of the same account outweighs it', async () => {
    const { id, account } = await broughtTo('approved');
    await judgeAccountNow(account.id);
    await earnTogether(firm.flow, account, ['-40.00', '90.00'], `${day}10:00:00.000Z`);
    expect(await stateOf(firm, id)).toBe('held');
    // Nothing is expected at the broker any more, and the account is told so.
    await judgeAccountNow(account.id);
    expect(await rows('select balance_cents from public.account_facts where account_id = $1', account.id)).toEqual([
      { balance_cents: '11005000' },
    ]);
    expect(await settleHeldPayout(id, new Date())).toBe('requested');
  });
  test('a late winner', async () => {
    const { id, account } = await broughtTo('requested');
    await earn(firm.flow, account, '10.00', '2026-11-17T10:00:00.000Z');
    expect(await stateOf(firm, id)).toBe('held');
  });
  test('a winner in its turn does not', async () => {
    const { id, account } = await broughtTo('requested');
    await earn(firm.flow, account, '10.00', `${day}10:00:00.000Z`);
    expect(await stateOf(firm, id)).toBe('requested');
  });
});

describe('an approval covers exactly what was seen', () => {
  const CHANGES: [string, (id: string, account: FundedAccount) => Promise<unknown>][] = [
    ['the destination', async (_id, account) => firm.flow.stack.service.rpc('save_beneficiary', { p: changed(account) })],
    ['what is owed', (_id, account) => earn(firm.flow, account, '-100.00', '2026-11-20T08:00:00.000Z')],
    ['who it is paid to', (_id, account) => rows(`update public.traders set full_name = 'Max Other' where id = $1`, account.trader.id)],
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
