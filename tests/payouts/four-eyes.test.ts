// Fourteen ways around four eyes, tried by every role through the API, by the firm's own key and by SQL as the owner: the database refuses each.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SupabaseClient } from '@supabase/supabase-js';
import { tokenClient } from '@/lib/db/clients';
import { releasePayout, settleHeldPayout } from '@/lib/payouts/settle';
import { approve, asked, broken, POLICY, publishPolicy, stateOf } from './desk';
import { openFunded, startFunded, type Funded, type FundedAccount } from './funded';

let firm: Funded;
let account: FundedAccount;
let waiting: string;
let done: string;
const people: Record<string, SupabaseClient> = {};
const ROLES = ['viewer', 'support', 'risk', 'finance', 'config', 'admin', 'auditor'];
beforeAll(async () => {
  firm = await startFunded();
  await publishPolicy(firm);
  account = await openFunded(firm);
  waiting = await asked(account, 200_000);
  done = await asked(await openFunded(firm), 200_000);
  expect(await approve(firm, done)).toBe('approved');
  for (const role of ROLES) {
    const person = await firm.flow.stack.signUp(`${role}@eyes.test`);
    await firm.flow.rows(
      'insert into public.staff (id, email, full_name, role) values ($1, $2, $3, $3)',
      person.id,
      `${role}@eyes.test`,
      role,
    );
    people[role] = tokenClient(person.accessToken);
  }
  people.trader = account.trader.client;
  people.service = firm.flow.stack.service;
});
afterAll(() => firm.flow.close());

const rows: Funded['flow']['rows'] = (sql, ...values) => firm.flow.rows(sql, ...values);

/** What is tried, through the API: each must end in an error or change nothing. */
const ILLEGAL: Record<string, (client: SupabaseClient) => PromiseLike<{ error: unknown; data: unknown }>> = {
  'write the state': (client) => client.from('payouts').update({ state: 'approved' }).eq('id', waiting).select(),
  'write the sum': (client) => client.from('payouts').update({ requested_cents: 1 }).eq('id', waiting).select(),
  'ask for fewer names': (client) => client.from('payouts').update({ approvals_required: 0 }).eq('id', waiting).select(),
  'write an approval': (client) =>
    client
      .from('payout_approvals')
      .insert({ payout_id: waiting, kind: 'person', digest: '\\x00', approved_at: new Date().toISOString() })
      .select(),
  'change an approval': (client) => client.from('payout_approvals').update({ payout_id: waiting }).eq('payout_id', done).select(),
  'take an approval away': (client) => client.from('payout_approvals').delete().eq('payout_id', done).select(),
  'delete a payout': (client) => client.from('payouts').delete().eq('id', done).select(),
  'turn a destination': (client) => client.from('beneficiaries').update({ masked: 'x' }).eq('id', account.beneficiary).select('id'),
  'hide an edit': (client) => client.from('beneficiary_edits').delete().eq('beneficiary_id', account.beneficiary).select(),
  'move money': (client) => client.from('ledger_entries').insert({ ledger_account: 'paid-out', amount_cents: 1, currency: 'USD' }).select(),
  'owe more': (client) => client.from('payable_balances').update({ payable_cents: 1 }).eq('trader_id', account.trader.id).select(),
  'publish a policy alone': (client) =>
    client.from('settings').insert({ key: 'payout_policy', version: 9, value: {}, published_at: new Date().toISOString() }).select(),
};

test.each(Object.keys(ILLEGAL))('%s: refused to everybody, the firm’s own key included', async (name) => {
  const before = await rows(
    'select (select json_agg(p order by p.id) from public.payouts p) as payouts, (select count(*) from public.payout_approvals) as names, (select count(*) from public.ledger_entries) as entries, (select count(*) from public.settings) as settings',
  );
  for (const [who, client] of Object.entries(people)) {
    const { error, data } = (await ILLEGAL[name]?.(client)) ?? { error: null, data: null };
    expect({ who, changed: error === null && Array.isArray(data) && data.length > 0 }).toEqual({ who, changed: false });
  }
  expect(
    await rows(
      'select (select json_agg(p order by p.id) from public.payouts p) as payouts, (select count(*) from public.payout_approvals) as names, (select count(*) from public.ledger_entries) as entries, (select count(*) from public.settings) as settings',
    ),
  ).toEqual(before);
});

test('only finance and admin sign, never the requester, and what is approved cannot be edited by SQL either', async () => {
  const [seen] = await rows<{ version: string; digest: string }>(
    `select p.version, encode(private.payout_digest(p), 'hex') as digest from public.payouts p where id = $1`,
    waiting,
  );
  for (const who of ['viewer', 'support', 'risk', 'config', 'auditor', 'trader', 'service']) {
    const answer = await people[who]?.rpc('approve_payout', { p_id: waiting, p_version: Number(seen?.version), p_digest: seen?.digest });
    expect({ who, refused: answer?.error !== null }).toEqual({ who, refused: true });
  }
  expect(await stateOf(firm, waiting)).toBe('requested');
  // A requester who is also staff meets the trigger, whatever way they come.
  const ada = firm.staff.ada?.id;
  await expect(
    rows(`update public.payouts set state = 'approved', approved_by = requested_by, approved_digest = '\\x00' where id = $1`, waiting),
  ).rejects.toThrow();
  await rows(
    `insert into public.payout_approvals (payout_id, kind, approver_id, digest, approved_at) values ($1, 'person', $2, '\\x00', now())`,
    waiting,
    ada,
  );
  await expect(rows(`update public.payouts set state = 'approved' where id = $1`, waiting)).rejects.toThrow('not enough approvals');
  await expect(rows(`update public.payouts set requested_cents = 300000 where id = $1`, done)).rejects.toThrow();
  await expect(rows('delete from public.payout_approvals where payout_id = $1', done)).rejects.toThrow();
  expect(await broken(firm)).toEqual([]);
});

test('the first of two signatures ends after a day, and who gave it may give it again', async () => {
  const id = await asked(await openFunded(firm, '50000.00'), 2_600_000);
  await rows(
    `insert into public.payout_approvals (payout_id, kind, approver_id, digest, approved_at)
     select p.id, 'person', $2, private.payout_digest(p), now() - interval '25 hours' from public.payouts p where p.id = $1`,
    id,
    firm.staff.ada?.id,
  );
  expect(await approve(firm, id, 'ben')).toBe('signed');
  expect(await approve(firm, id, 'ben')).toBe('signed');
  expect(await approve(firm, id, 'ada')).toBe('approved');
  expect(await broken(firm)).toEqual([]);
});

test('what was signed before it was held is signed anew', async () => {
  const of = await openFunded(firm, '50000.00');
  const id = await asked(of, 2_600_000);
  expect(await approve(firm, id, 'ada')).toBe('signed');
  await rows(`select private.hold_open_payouts($1, 'a question', now())`, of.id);
  expect(await settleHeldPayout(id, new Date())).toBe('requested');
  expect(await approve(firm, id, 'ben')).toBe('signed');
  expect(await approve(firm, id, 'ada')).toBe('approved');
});

describe('a policy that was made stricter', () => {
  const publish = (change: object) =>
    rows(
      `insert into public.settings (key, version, value, published_at)
       select 'payout_policy', max(version) + 1, $1, now() from public.settings where key = 'payout_policy'`,
      JSON.stringify({ ...POLICY, ...change }),
    );
  afterAll(() => publish({}));

  test('asks for its second name on what waits already', async () => {
    const id = await asked(await openFunded(firm), 200_000);
    await publish({ second_approver_at_or_above_cents: 150_000 });
    expect(await approve(firm, id, 'ada')).toBe('signed');
    expect(await approve(firm, id, 'ben')).toBe('approved');
  });

  test('hands what the policy would have let go to a person, and never lets go what two must sign', async () => {
    await publish({});
    const small = await asked(await openFunded(firm), 90_000);
    await publish({ second_approver_at_or_above_cents: 50_000 });
    const both = await asked(await openFunded(firm), 80_000);
    expect(await rows('select route, approvals_required as n from public.payouts where id = $1', both)).toEqual([
      { route: 'person', n: 2 },
    ]);
    expect(await releasePayout(small, new Date())).toBe('person');
    expect(await stateOf(firm, small)).toBe('requested');
  });
});

test('another name is another question: identity is looked at again, and the same words in other letters are the same name', async () => {
  const of = await openFunded(firm);
  const id = await asked(of, 200_000);
  const named = async (name: string) => {
    await rows('update public.traders set full_name = $2 where id = $1', of.trader.id, name);
    return (await rows<{ kyc_status: string }>('select kyc_status from public.traders where id = $1', of.trader.id))[0]?.kyc_status;
  };
  expect(await named('fay  FUNDED')).toBe('approved');
  expect(await stateOf(firm, id)).toBe('requested');
  expect(await named('Max Other')).toBe('pending');
  expect(await stateOf(firm, id)).toBe('held');
  expect(
    await rows(`select state from public.reviews where kind = 'kyc' and rule = 'name-changed' and trader_id = $1`, of.trader.id),
  ).toEqual([{ state: 'open' }]);
  expect(await named('Fay Funded')).toBe('pending');
});
