// The payout policy: written as people write it, proposed by one, published by another, and never by the one who proposed it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { policyChanges, policyForm, readPolicy, writtenPolicy } from '@/lib/payouts/policy';
import { readPayoutPolicy, readProposedPolicy } from '@/lib/payouts/policy-read';
import { proposePolicy, publishPolicy } from '@/lib/payouts/policy-write';
import { payoutSettings } from '@/lib/payouts/terms';
import { readForm } from '@/lib/staff/form';
import { openFunded, startFunded, type Funded } from './funded';

const NOW = new Date('2026-11-20T09:00:00.000Z');
const DEFAULTS = payoutSettings.parse({});
const FORM = { ...writtenPolicy(DEFAULTS), auto_release_below: '1000.00', limit_per_trader: '3000.00' };

test('what is written is what is read, and a figure that would be rounded is refused', () => {
  expect(readPolicy(writtenPolicy(DEFAULTS), DEFAULTS)).toEqual({ ok: true, value: DEFAULTS });
  expect(readPolicy({ ...FORM, auto_release_below: '1000.005' }, DEFAULTS)).toMatchObject({
    ok: false,
    refusal: { path: 'auto_release_below' },
  });
  expect(readPolicy({ ...FORM, settlement_days: '91' }, DEFAULTS)).toMatchObject({ ok: false, refusal: { code: 'invalid-input' } });
  const above = { ...FORM, auto_release_below: '1000.01', second_approver_from: '1000.00' };
  expect(readPolicy(above, DEFAULTS)).toMatchObject({ ok: false, refusal: { path: 'auto_release_below' } });
  expect(readPolicy({ ...above, second_approver_from: '0.00' }, DEFAULTS).ok).toBe(true);
  const read = readPolicy(FORM, DEFAULTS);
  expect(read.ok && policyChanges(DEFAULTS, read.value)).toEqual([
    { label: 'Released by the policy below', old: '0.00', new: '1000.00' },
    { label: 'The policy releases at most', old: '0.00', new: '3000.00' },
  ]);
});

test('a figure out of its bounds is refused at its field, which names them', () => {
  const told = (wrong: Partial<typeof FORM>) => readForm(policyForm, { ...FORM, ...wrong });
  expect(told({})).toMatchObject({ ok: true });
  const settlement = { path: 'settlement_days', message: 'Write a whole number from 0 to 90.' };
  for (const settlement_days of ['99999999999', '91', 'many']) expect(told({ settlement_days })).toMatchObject({ refusal: settlement });
  expect(told({ limit_days: '0' })).toMatchObject({ refusal: { message: 'Write a whole number from 1 to 366.' } });
  expect(told({ stale_after_hours: '0' })).toMatchObject({ refusal: { message: 'Write a whole number from 1 to 999,999.' } });
});

let firm: Funded;
beforeAll(async () => {
  firm = await startFunded();
}, 120_000);
afterAll(() => firm?.flow.close());

test('one person proposes, another publishes exactly that, and a trader does neither', async () => {
  const [ada, ben] = [firm.staff.ada, firm.staff.ben];
  if (!ada || !ben) throw new Error('no staff');
  const { version } = await readPayoutPolicy(ada.client);
  expect(await proposePolicy(ada.client, FORM, NOW)).toMatchObject({ ok: true });
  expect(await proposePolicy(ben.client, FORM, NOW)).toMatchObject({ ok: false, refusal: { code: 'already-proposed' } });
  const proposed = await readProposedPolicy(ben.client);
  expect(proposed).toMatchObject({ value: { auto_release_below_cents: 100_000 }, proposed_by: ada.id });
  const held = proposed?.version ?? 0;
  expect(await publishPolicy(ada.client, held, NOW)).toMatchObject({ ok: false, refusal: { code: 'needs-another-person' } });
  expect(await publishPolicy(ben.client, held + 1, NOW)).toMatchObject({ ok: false, refusal: { code: 'stale' } });
  expect(await readPayoutPolicy(ben.client)).toMatchObject({ version });
  expect(await publishPolicy(ben.client, held, NOW)).toMatchObject({ ok: true });
  expect(await readPayoutPolicy(ben.client)).toMatchObject({
    version: held,
    value: { auto_release_below_cents: 100_000, limit_per_trader_cents: 300_000 },
  });
  const { trader } = await openFunded(firm, '0');
  expect(await proposePolicy(trader.client, FORM, NOW)).toMatchObject({ ok: false, refusal: { code: 'not-allowed' } });
});
