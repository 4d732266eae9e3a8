// The files that people carry as the office shows them: chosen payouts only, each in one file for ever, and its bytes by one way alone.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tokenClient } from '@/lib/db/clients';
import { readPayoutFile, readPayoutFiles, readWaitingPayouts } from '@/lib/payouts/file-read';
import { makePayoutFile } from '@/lib/payouts/file-send';
import { markPayout, takePayoutFile } from '@/lib/payouts/file-write';
import { approve, asked, broken, publishPolicy, stateOf } from './desk';
import { openFunded, startFunded, type Funded } from './funded';

let firm: Funded;
let ids: [string, string, string];
beforeAll(async () => {
  firm = await startFunded();
  await publishPolicy(firm);
  const made: string[] = [];
  for (const amount of [200_000, 300_001, 150_000]) {
    const id = await asked(await openFunded(firm, '10000.00', 'bank'), amount);
    expect(await approve(firm, id)).toBe('approved');
    made.push(id);
  }
  ids = made as typeof ids;
}, 120_000);
afterAll(() => firm?.flow.close());

const member = (name: string) => firm.staff[name] ?? Object.values(firm.staff)[0]!;
const now = () => new Date();

test('only what was chosen comes into a file; what was left out waits, and nothing is carried twice', async () => {
  const client = member('ada').client;
  expect((await readWaitingPayouts(client, now())).map(({ id, is_due }) => [id, is_due]).sort()).toEqual(
    ids.map((id) => [id, true]).sort(),
  );
  const made = await makePayoutFile('bank', member('ada').id, now(), ids.slice(0, 2));
  if (!made.ok) throw new Error(made.refusal.message);
  expect(made.value).toMatchObject({ payouts: 2 });
  expect(made.value.bytes).not.toContain(ids[2]);
  expect((await readWaitingPayouts(client, now())).map(({ id }) => id)).toEqual([ids[2]]);
  expect(await makePayoutFile('bank', member('ben').id, now(), ids.slice(0, 2))).toMatchObject({
    ok: false,
    refusal: { code: 'nothing-to-carry' },
  });
  expect(await stateOf(firm, ids[2])).toBe('approved');
  expect(await readPayoutFiles(client)).toMatchObject([
    { payouts: 2, settled: 0, state: 'waits', made_by_name: 'ada', sums: [{ currency: 'USD', payouts: 2, cents: 500_001 }] },
  ]);
});

test('its bytes leave by being taken, which is written down each time; from the table nobody reads them', async () => {
  const [file] = await readPayoutFiles(member('ben').client);
  const id = file?.id ?? '';
  const direct = await member('ben').client.from('payout_exports').select('bytes').eq('id', id);
  expect(direct.error?.message).toContain('permission denied');
  const taken = await takePayoutFile(member('ben').client, id);
  expect(taken).toMatchObject({ ok: true, value: { sha256: file?.sha256 } });
  expect(await takePayoutFile(member('ben').client, id)).toEqual(taken);
  expect((await readPayoutFile(member('ben').client, id))?.events).toMatchObject([
    { kind: 'payout-file.taken', actor_name: 'ben', data: { again: true } },
    { kind: 'payout-file.taken', actor_name: 'ben', data: { again: false } },
  ]);
  expect(await stateOf(firm, ids[0])).toBe('sent');
  expect(await takePayoutFile(member('ben').client, randomUUID())).toMatchObject({ ok: false, refusal: { code: 'not-found' } });
});

test('whoever made the file sees why they may not mark it, and is refused; another person marks each with its proof', async () => {
  const [file] = await readPayoutFiles(member('ada').client);
  const seen = async (name: string) => (await readPayoutFile(member(name).client, file?.id ?? ''))?.payouts.find(({ id }) => id === ids[0]);
  const [own, other] = [await seen('ada'), await seen('cay')];
  expect([own?.may_not, other?.may_not]).toEqual(['made-the-file', null]);
  const marking = { id: ids[0], version: other?.version ?? 0, outcome: 'paid' as const, reference: 'statement 7, line 3' };
  expect(await markPayout(member('ada').client, marking)).toMatchObject({ ok: false, refusal: { code: 'needs-another-person' } });
  expect(await markPayout(member('cay').client, { ...marking, reference: ' ' })).toMatchObject({
    refusal: { code: 'reason-missing', path: 'reference' },
  });
  expect(await markPayout(member('cay').client, { ...marking, version: 1 })).toMatchObject({ refusal: { code: 'stale' } });
  expect(await markPayout(member('cay').client, marking)).toMatchObject({ ok: true });
  expect(await markPayout(member('cay').client, marking)).toMatchObject({ ok: false });
  expect(await seen('cay')).toMatchObject({ state: 'paid', proof: 'statement 7, line 3' });
  expect((await readPayoutFiles(member('cay').client))[0]).toMatchObject({ settled: 1, state: 'carried' });
  expect(await broken(firm)).toEqual([]);
});

test('a destination that opens with no key holds up no other payout, and is carried when it opens again', async () => {
  const [sound, closed] = [await openFunded(firm, '10000.00', 'bank'), await openFunded(firm, '10000.00', 'bank')];
  const [one, other] = [await asked(sound, 120_000), await asked(closed, 130_000)];
  for (const id of [one, other]) expect(await approve(firm, id)).toBe('approved');
  const put = (from: string) =>
    firm.flow.rows(
      `update public.beneficiaries set destination = jsonb_set(destination, '{key_id}', to_jsonb($2::text)) where id = $1`,
      closed.beneficiary,
      from,
    );
  const key = process.env.CREDENTIALS_KEY_ID ?? '';
  await put('lost');
  const make = (...chosen: string[]) => makePayoutFile('bank', member('ada').id, now(), chosen);
  expect(await make(other)).toMatchObject({ ok: false, refusal: { code: 'destination-sealed' } });
  expect(await make(one, other)).toMatchObject({ ok: true, value: { payouts: 1 } });
  expect([await stateOf(firm, one), await stateOf(firm, other)]).toEqual(['sending', 'approved']);
  await put(key);
  expect(await make(other)).toMatchObject({ ok: true, value: { payouts: 1 } });
  expect(await broken(firm)).toEqual([]);
});

test('the payout policy is proposed and published by those who move money; who sets rules may not', async () => {
  const roles = ['risk', 'config', 'finance', 'admin'];
  const answers: Record<string, string> = {};
  for (const role of roles) {
    const person = await firm.flow.stack.signUp(`${role}@policy.test`);
    await firm.flow.rows(
      'insert into public.staff (id, email, full_name, role) values ($1, $2, $3, $3)',
      person.id,
      `${role}@policy.test`,
      role,
    );
    const p = { p_key: 'payout_policy', p_value: { auto_release_below_cents: 5 }, p_now: now().toISOString() };
    const { data, error } = await tokenClient(person.accessToken).rpc('publish_setting', p);
    answers[role] = error ? error.message.split(': ').at(-1)! : (data as string);
  }
  const no = 'not-allowed';
  expect(answers).toEqual({ risk: no, config: no, finance: 'proposed', admin: 'published' });
});
