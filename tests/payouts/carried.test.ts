// Payouts that people carry: one file, each payout in it once, its bytes fixed, and another person who says that the money arrived.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makePayoutFile } from '@/lib/payouts/file-send';
import { beginSending, checkPayout, sendPayout } from '@/lib/payouts/send';
import { approve, asked, broken, publishPolicy, stateOf } from './desk';
import { openFunded, startFunded, type Funded, type FundedAccount } from './funded';

let firm: Funded;
beforeAll(async () => {
  firm = await startFunded();
  await publishPolicy(firm);
});
afterAll(() => firm.flow.close());

const rows: Funded['flow']['rows'] = (sql, ...values) => firm.flow.rows(sql, ...values);
const clock = () => new Date();
const ada = () => firm.staff.ada?.id ?? '';
const versionOf = async (id: string) =>
  Number((await rows<{ version: string }>('select version from public.payouts where id = $1', id))[0]?.version);
async function call(who: string, name: string, args: object): Promise<unknown> {
  const answer = await firm.staff[who]?.client.rpc(name, args);
  return answer?.error ? answer.error.message : answer?.data;
}
async function letGo(profit: string, amount: number): Promise<string> {
  const account = await openFunded(firm, profit, 'bank');
  const id = await asked(account, amount);
  expect(await approve(firm, id)).toBe('approved');
  return id;
}

test('two payouts go into one file, are taken away, and a second person says they arrived', async () => {
  const ids = [await letGo('10000.00', 200_000), await letGo('10000.00', 300_001)];
  for (const id of ids) await sendPayout(id, clock);
  expect(await Promise.all(ids.map((id) => stateOf(firm, id)))).toEqual(['approved', 'approved']);
  const made = await Promise.all([makePayoutFile('bank', ada(), new Date()), makePayoutFile('bank', ada(), new Date())]);
  const file = made.find((one) => one.ok);
  if (!file?.ok) throw new Error('no file was made');
  expect(made.flatMap((one) => (one.ok ? [] : [one.refusal.code]))).toEqual([expect.stringMatching(/^(made-meanwhile|nothing-to-carry)$/)]);
  expect(file.value.payouts).toBe(2);
  expect(file.value.bytes.split('\r\n')).toEqual([
    '"payout_id","name","account","bank","amount","currency","remittance"',
    `"${ids[0]}","Fay Funded","CZ6508000000192000145399","'=GIBACZPX",2000.00,"USD","Payout ${ids[0]}"`,
    `"${ids[1]}","Fay Funded","CZ6508000000192000145399","'=GIBACZPX",3000.01,"USD","Payout ${ids[1]}"`,
    '',
  ]);
  expect(await makePayoutFile('bank', ada(), new Date())).toMatchObject({ ok: false, refusal: { code: 'nothing-to-carry' } });

  const taken = (await call('ben', 'take_payout_file', { p_id: file.value.export_id })) as { bytes: string; sha256: string };
  expect(createHash('sha256').update(taken.bytes).digest('hex')).toBe(taken.sha256);
  expect(await stateOf(firm, ids[0] ?? '')).toBe('sent');
  expect(await call('cay', 'take_payout_file', { p_id: file.value.export_id })).toMatchObject({ bytes: taken.bytes });
  await checkPayout(ids[0] ?? '', clock);
  expect(await stateOf(firm, ids[0] ?? '')).toBe('sent');

  const [first = '', second = ''] = ids;
  const mark = async (who: string, id: string, outcome: string, reference: string) =>
    call(who, 'mark_payout', { p_id: id, p_version: await versionOf(id), p_outcome: outcome, p_reference: reference });
  expect(await mark('ada', first, 'paid', 'stmt 1')).toContain('needs-another-person');
  expect(await mark('ben', first, 'paid', '  ')).toContain('reason-missing');
  expect(await mark('ben', first, 'paid', 'stmt 1 line 3')).toMatchObject({ outcome: 'paid', state: 'paid' });
  expect(await mark('cay', first, 'paid', 'stmt 1 line 3')).toMatchObject({ outcome: 'already-decided' });
  expect(await mark('ben', second, 'failed', 'no such account')).toMatchObject({ state: 'failed' });
  expect(await mark('ben', first, 'returned', 'closed account')).toMatchObject({ state: 'returned' });
  expect(await broken(firm)).toEqual([]);
});

test('a file never changes and is never made away with', async () => {
  await expect(rows(`update public.payout_exports set bytes = 'x'`)).rejects.toThrow('never changes');
  await expect(rows('update public.payout_exports set downloaded_at = null')).rejects.toThrow('never changes');
  await expect(rows('delete from public.payout_exports')).rejects.toThrow('never deleted');
});

test('what was begun and came into no file comes into the next one', async () => {
  const id = await letGo('10000.00', 200_000);
  const refused = makePayoutFile('bank', '00000000-0000-4000-8000-000000000000', new Date());
  await expect(refused).rejects.toThrow('unknown-person');
  expect(await stateOf(firm, id)).toBe('sending');
  // What came up in between is no less of a reason because the file was never made.
  await rows(
    `insert into public.reviews (kind, account_id, subject_id, rule, reason, due_at) select 'abuse', p.account_id, 'x', 'late', 'x', now() from public.payouts p where p.id = $1`,
    id,
  );
  expect(await makePayoutFile('bank', ada(), new Date())).toMatchObject({ ok: false, refusal: { code: 'nothing-to-carry' } });
  await rows(
    `update public.reviews set state = 'cancelled' where state = 'open' and account_id = (select account_id from public.payouts where id = $1)`,
    id,
  );
  expect(await makePayoutFile('bank', ada(), new Date())).toMatchObject({ ok: true, value: { payouts: 1 } });
});

/** Begun and in no file yet, as where whoever makes the file dies in between. */
async function begun(): Promise<{ id: string; account: FundedAccount }> {
  const account = await openFunded(firm, '10000.00', 'bank');
  const id = await asked(account, 200_000);
  expect(await approve(firm, id)).toBe('approved');
  await beginSending(id, new Date());
  expect(await stateOf(firm, id)).toBe('sending');
  return { id, account };
}

test('a destination changed after the payout was begun and before it stands in a file: it goes nowhere', async () => {
  const { id, account } = await begun();
  const p = { id: account.beneficiary, trader_id: account.trader.id, provider: 'bank', name: 'Fay Funded', masked: '****9' };
  const edit = { destination: { sealed: true }, edited_by: account.trader.userId, edited_by_kind: 'trader', now: new Date().toISOString() };
  expect((await firm.flow.stack.service.rpc('save_beneficiary', { p: { ...p, ...edit } })).error).toBeNull();
  expect(await stateOf(firm, id)).toBe('failed');
  expect(await makePayoutFile('bank', ada(), new Date(), [id])).toMatchObject({ ok: false, refusal: { code: 'nothing-to-carry' } });
  expect(await broken(firm)).toEqual([]);
});

test('what changed in any other way since it was signed comes into no file, even one that is being made, and ends', async () => {
  const { id, account } = await begun();
  const other = await begun();
  await rows(`update public.accounts set status = 'blocked', blocked_from = 'live', version = version + 1 where id = $1`, account.id);
  const bytes = 'made before the change';
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const p = { provider: 'bank', file_name: 'f.csv', bytes, sha256, payout_ids: [id], made_by: ada(), now: new Date().toISOString() };
  expect((await firm.flow.stack.service.rpc('store_payout_file', { p })).error?.message).toContain('stale');
  expect(await makePayoutFile('bank', ada(), new Date())).toMatchObject({ ok: true, value: { payouts: 1 } });
  expect([await stateOf(firm, id), await stateOf(firm, other.id)]).toEqual(['failed', 'sending']);
  expect(await broken(firm)).toEqual([]);
});

test('a bank has one reference for a whole file: each payout of it is marked by the same proof', async () => {
  const ids = [await letGo('10000.00', 200_000), await letGo('10000.00', 100_000)];
  const file = await makePayoutFile('bank', ada(), new Date());
  if (!file.ok) throw new Error(file.refusal.code);
  await call('ben', 'take_payout_file', { p_id: file.value.export_id });
  for (const id of ids) {
    const p = { p_id: id, p_version: await versionOf(id), p_outcome: 'paid', p_reference: 'Batch 4711' };
    expect(await call('ben', 'mark_payout', p)).toMatchObject({ outcome: 'paid', state: 'paid' });
  }
  expect(await rows('select provider_ref from public.payouts where id = any($1) order by 1', ids)).toEqual(
    ids.map((id) => ({ provider_ref: `file:${file.value.export_id}:${id}` })).sort((a, b) => (a.provider_ref < b.provider_ref ? -1 : 1)),
  );
  expect(await call('ben', 'payout_file_seen', { p_id: file.value.export_id })).toMatchObject({
    payouts: [{ proof: 'Batch 4711' }, { proof: 'Batch 4711' }],
  });
});
