// A changed destination is confirmed by the link mailed to its owner: nothing is paid before, and no other link does it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serviceClient } from '@/lib/db/clients';
import { secretKey } from '@/lib/env';
import { compose } from '@/lib/mail/compose';
import { withInviteLink } from '@/lib/mail/invite-link';
import { destinationToken, readDestinationToken } from '@/lib/payouts/destination-link';
import { confirmDestination } from '@/lib/payouts/destination-settle';
import { judgePayout } from '@/lib/payouts/read';
import { settleHeldPayout } from '@/lib/payouts/settle';
import { asked, broken, publishPolicy, stateOf } from './desk';
import { openFunded, startFunded, type Funded, type FundedAccount } from './funded';

let firm: Funded;
let account: FundedAccount;
let payout: string;
const now = () => new Date();
/** Longer ago than any cool-off, so that nothing but the link stands in the way. */
const change = async () => {
  const about = { id: account.beneficiary, trader_id: account.trader.id, provider: 'simulated', name: 'Fay Funded', masked: '****9999' };
  const { error } = await serviceClient().rpc('save_beneficiary', {
    p: { ...about, destination: { sealed: true }, edited_by: account.trader.userId, edited_by_kind: 'trader', now: '2026-10-02T00:00:00Z' },
  });
  if (error) throw new Error(error.message);
};
const waits = async () => {
  const judged = await judgePayout({ payout_id: payout, now: now().toISOString() });
  return judged?.entitlement.checks.filter(({ state }) => state !== 'passed').map(({ check, measured }) => `${check}: ${measured}`);
};
const linked = (version: number) => destinationToken(secretKey(), { id: account.beneficiary, version });

beforeAll(async () => {
  firm = await startFunded();
  await publishPolicy(firm);
  account = await openFunded(firm);
  payout = await asked(account, 200_000);
}, 120_000);
afterAll(() => firm?.flow.close());

test('a first destination needs no link; a change holds what waits and asks for one by mail', async () => {
  expect(await waits()).toEqual([]);
  await change();
  expect(await stateOf(firm, payout)).toBe('held');
  expect(await waits()).toEqual(['unresolved: data']);
  expect(await settleHeldPayout(payout, now())).toBe('held');
  const own = await account.trader.client.from('beneficiaries').select('awaits_link, version').eq('id', account.beneficiary).single();
  expect(own.data).toEqual({ awaits_link: true, version: 2 });
});

test('the letter carries the link, which is signed as it is written and stands nowhere else', async () => {
  const [letter] = await firm.flow.rows<{ id: string; context: string }>(
    `select id, context::text as context from public.mail_deliveries where trader_id = $1 and message = 'payout-destination' order by event_id desc limit 1`,
    account.trader.id,
  );
  const { data } = await serviceClient().rpc('begin_mail', { p_id: letter?.id, p_now: now().toISOString() });
  const written = compose('payout-destination', null, withInviteLink((data as { context: unknown }).context, secretKey()), {
    origin: 'http://127.0.0.1:3000',
  });
  expect(written.ok && written.value.text).toContain(`/confirm-destination?token=${linked(2)}`);
  expect(letter?.context).not.toContain(linked(2).split('.')[2]);
});

test('only the newest link of that very destination confirms, once, and what waited asks for names again', async () => {
  await change();
  expect(readDestinationToken('another secret of the firm', linked(3))).toBeNull();
  expect(
    await confirmDestination(
      linked(3).replace(/.$/, (sign) => (sign === 'A' ? 'B' : 'A')),
      now(),
    ),
  ).toMatchObject({ refusal: { code: 'link-invalid' } });
  expect(await confirmDestination('nonsense', now())).toMatchObject({ refusal: { code: 'link-invalid' } });
  expect(await confirmDestination(linked(2), now())).toMatchObject({ refusal: { code: 'link-outdated' } });
  expect(await waits()).toEqual(['unresolved: data']);
  expect(await confirmDestination(linked(3), now())).toMatchObject({ ok: true, value: expect.stringContaining('****9999 is confirmed') });
  expect(await confirmDestination(linked(3), now())).toMatchObject({ ok: true });
  expect(await waits()).toEqual([]);
  expect(await settleHeldPayout(payout, now())).toBe('requested');
  const jobs = await firm.flow.rows(`select 1 from graphile_worker.jobs where key = 'recompute:' || $1`, payout);
  expect(jobs).toHaveLength(1);
  expect(await broken(firm)).toEqual([]);
});
