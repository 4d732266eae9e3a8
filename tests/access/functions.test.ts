// Every function of `public`, called through the API by every kind of caller: refused without a trace, or let past the check.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CALLERS, type Caller } from './callers';
import { openFirm, type Firm } from './firm';
import { FUNCTIONS, nameOf } from './functions';
import { digest } from './trace';

let firm: Firm;
beforeAll(async () => {
  firm = await openFirm();
});
afterAll(() => firm.stack.close());

const signatures = Object.keys(FUNCTIONS);

async function callAs(caller: Caller, signature: string): Promise<string> {
  const args = FUNCTIONS[signature]?.args(firm, caller);
  const { error } = await firm.callers[caller].client.rpc(nameOf(signature), args);
  return error?.code ?? 'answered';
}

test('every function the database exposes is in the table of expectations', async () => {
  const { rows } = await firm.stack.sql.query<{ signature: string }>(
    `select p.proname || '(' || array_to_string(array(select t::regtype::text from unnest(p.proargtypes::oid[]) t), ',') || ')' as signature
     from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prorettype <> 'trigger'::regtype`,
  );
  expect(rows.map((row) => row.signature).sort()).toEqual([...signatures].sort());
});

describe('whoever may not', () => {
  let before: Record<string, string>;
  beforeAll(async () => {
    before = await digest(firm.stack);
  });

  test.each(signatures)('is refused %s', async (signature) => {
    const refused = CALLERS.filter((caller) => !FUNCTIONS[signature]?.may.includes(caller));
    const codes = await Promise.all(refused.map(async (caller) => ({ caller, code: await callAs(caller, signature) })));
    expect(codes).toEqual(refused.map((caller) => ({ caller, code: '42501' })));
  });

  test('leaves no trace', async () => expect(await digest(firm.stack)).toEqual(before));
});

describe('whoever may', () => {
  test.each(signatures)('is let past the check of %s', async (signature) => {
    for (const caller of FUNCTIONS[signature]?.may ?? []) {
      const code = await callAs(caller, signature);
      // What an empty or unknown argument earns is up to the function; that it looked at it at all is the point.
      expect({ caller, code }).not.toEqual({ caller, code: '42501' });
      expect({ caller, code }).not.toEqual({ caller, code: expect.stringMatching(/^PGRST/) as string });
    }
  });
});

describe('what a function answers', () => {
  test('the cumulative profit of an account is told to its own trader and to staff, and is empty for the rest', async () => {
    const answers = await Promise.all(
      CALLERS.filter((caller) => caller !== 'anon').map(async (caller) => {
        const { data } = await firm.callers[caller].client.rpc('get_cumulative_profit', { p_account_id: firm.accounts.trader });
        return [caller, (data as unknown[]).length] as const;
      }),
    );
    const told = answers.filter(([, rows]) => rows > 0).map(([caller]) => caller);
    expect(told).toEqual(['viewer', 'support', 'risk', 'finance', 'config', 'admin', 'auditor', 'trader', 'service']);
  });

  test('an act is signed with the session of whoever did it, and with nothing they say', async () => {
    const { client, userId } = firm.callers.support;
    const { data: id } = await client.rpc('add_note', { p_account_id: firm.accounts.stranger, p_body: 'Signed.' });
    const { rows } = await firm.stack.sql.query(
      'select n.staff_id, e.actor_kind, e.actor_id from public.account_notes n join public.events e on e.data ->> $2 = n.id::text where n.id = $1',
      [id, 'note_id'],
    );
    expect(rows).toEqual([{ staff_id: userId, actor_kind: 'staff', actor_id: userId }]);
  });

  test('an auditor reads everything and writes nothing but their own desk, and that they took a dossier out', () => {
    const acts = signatures.filter((signature) => FUNCTIONS[signature]?.may.includes('auditor'));
    expect([...acts].sort()).toEqual([
      'anchor_standing()',
      'bulk_deed_result(uuid)',
      'catalogue_figures()',
      'catalogue_history(uuid)',
      'cluster_exposure(jsonb)',
      'credential_keys()',
      'dashboard_part(text)',
      'drop_view(uuid)',
      'erasure_of(uuid,boolean)',
      'find_lines(text)',
      'find_people(text)',
      'get_cumulative_profit(uuid)',
      'head_of_events(bigint)',
      'identity_of(uuid,uuid)',
      'integrations(uuid)',
      'mail_overview(timestamp with time zone)',
      'may_judge()',
      'note_dossier(uuid,text,timestamp with time zone)',
      'office_notices()',
      'override_figures(jsonb)',
      'payout_deeds(uuid)',
      'payout_digests(uuid[])',
      'payout_figures(timestamp with time zone)',
      'payout_file_seen(uuid)',
      'payout_repayment(uuid)',
      'payout_seen(uuid)',
      'payouts_to_carry(timestamp with time zone)',
      'place_of(text)',
      'preview_mail(text,uuid)',
      'provider_balances()',
      'risk_accounts(jsonb)',
      'risk_analysis()',
      'save_columns(text,text)',
      'save_view(text,text,text,jsonb,boolean)',
      'scale_tests()',
      'shared_places()',
      'sign_in_lockouts(integer,integer)',
      'staff_sessions()',
      'trader_mail(uuid)',
      'verify_events()',
      'withdrawals_of(uuid,timestamp with time zone,uuid,integer)',
    ]);
  });
});
