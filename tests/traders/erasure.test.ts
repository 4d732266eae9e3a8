// A person forgotten: refused while something stands against it, then gone from every table, while money, verdicts and chains stand.
import type { SupabaseClient } from '@supabase/supabase-js';
import { randomUUID } from 'node:crypto';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ErasurePanel } from '@/components/traders/erasure-panel';
import { readErasure } from '@/lib/traders/erasure-read';
import { eraseTrader } from '@/lib/traders/erasure-settle';
import { buy, deed, endAccounts, EMAIL, found, identify, rowsOf, showPerson, tellVisit, WORDS, type Shown } from './erasure-person';

let shown: Shown;
const rows = <T = Record<string, unknown>>(text: string, ...values: unknown[]) => rowsOf<T>(shown.firm, text, ...values);
const as = <T>(who: string, call: string, ...values: unknown[]) => deed<T>(shown.firm, who, call, ...values);
/** The office's own reading, as the first admin. */
function standing(isCounted = false) {
  const rpc = async (_name: string, p: { p_trader_id: string; p_dry: boolean }) => ({
    data: await as(shown.admins[0], 'public.erasure_of($1, $2)', p.p_trader_id, p.p_dry),
    error: null,
  });
  return readErasure({ rpc } as unknown as SupabaseClient, shown.account.trader.id, isCounted);
}
const said = async (isCounted = false) => {
  const panel = createElement(ErasurePanel, { erasure: await standing(isCounted), countHref: '/counted' });
  return renderToStaticMarkup(panel)
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');
};
const against = async () => (await standing()).refusals.map(({ code }) => code);
const ask = (reason = 'Asked by letter of 3 November.') =>
  as<string>(shown.admins[0], 'public.ask_erasure($1, $2)', shown.account.trader.id, reason);
const heads = () => rows(`select stream, encode(hash, 'hex') as hash from public.events e where seq = 1 order by stream`);
const money = () =>
  rows(`select (select jsonb_agg(e order by e.id) from public.ledger_entries e) as entries, (select jsonb_agg(to_jsonb(p) - 'hold_reason' - 'checks' - 'effect' - 'rejection_reason' order by p.id) from public.payouts p) as payouts,
    (select jsonb_agg(o.amount_cents order by o.id) from public.orders o) as orders, (select jsonb_agg(f.facts order by f.account_id) from public.account_facts f) as facts`);

/** What went to the log of web server and worker meanwhile. */
const logged: string[] = [];

beforeAll(async () => {
  for (const name of ['log', 'warn', 'error'] as const)
    vi.spyOn(console, name).mockImplementation((...said) => void logged.push(inspect(said, { depth: 9 })));
  shown = await showPerson();
}, 60_000);
afterAll(async () => {
  vi.restoreAllMocks();
  shown?.door.close();
  await shown?.firm.flow.close();
});

test('is refused in words while an account lives, a hold stands or the years of the books have not passed, and to whoever asked', async () => {
  expect(await against()).toEqual(['account-lives', 'kept-by-law']);
  await expect(ask()).rejects.toThrow('not-yet');
  await endAccounts(shown);
  const finance = shown.firm.staff.ada?.id ?? '';
  await as(finance, 'public.set_legal_hold($1, true, $2)', shown.account.trader.id, 'A suit is pending.');
  expect(await against()).toEqual(['legal-hold', 'kept-by-law']);
  expect(await said()).toMatch(/Legal hold by ada.*A suit is pending.*records of money is kept until \d{4}-\d\d-\d\d/);
  await as(finance, 'public.set_legal_hold($1, false, $2)', shown.account.trader.id, 'The suit is over.');
  await rows(`insert into public.settings (key, version, value, published_at) values ('retention', 1, '{"identity_days": 0}', now())`);
  expect(await against()).toEqual([]);
  for (const reason of ['Ms Quaxmírová wrote', `wrote from ${EMAIL}`]) await expect(ask(reason)).rejects.toThrow('names-the-person');
  const id = await ask();
  await expect(ask()).rejects.toThrow('already-asked');
  const alerts = () =>
    rows<{ waits: boolean }>(`select cleared_at is null as waits from public.staff_alerts where kind = 'erasure-waiting'`);
  await rows('select public.tend_alerts(now())');
  expect(await alerts()).toEqual([{ waits: true }]);
  await expect(as(shown.admins[0], `public.decide_erasure($1, 'agree', 'Seen.')`, id)).rejects.toThrow('needs-another-person');
  await expect(as(finance, `public.decide_erasure($1, 'agree', 'Seen.')`, id)).rejects.toThrow('not-allowed');
  expect(await as(shown.admins[1], `public.decide_erasure($1, 'withdraw', 'Not proven yet.')`, id)).toBe('withdrawn');
  await rows('select public.tend_alerts(now())');
  expect(await alerts()).toEqual([{ waits: false }]);
});

test('money that is owed or on its way, a dispute, an open review and an open decision each stand against it', async () => {
  const turned = {
    'payout-open': `update public.payouts set state = 'unknown'`,
    'money-owed': 'update public.payable_balances set payable_cents = payable_cents + 1',
    'order-waits': `update public.orders set state = 'disputed'`,
    'review-open': `insert into public.reviews (kind, trader_id, subject_id, rule, reason, due_at) select 'kyc', $1, 'x', '', 'x', now()`,
    'decision-open': `insert into public.account_decisions (account_id, from_status, to_status, reason, requested_by, requested_at) select a.id, 'closed', 'live', 'x', s.id, now()
      from public.accounts a, public.staff s where a.trader_id = $1 limit 1`,
  };
  const client = await shown.firm.flow.stack.admin.connect();
  for (const [code, change] of Object.entries(turned)) {
    await client.query(`begin; set local session_replication_role = 'replica'`);
    await client.query(change, change.includes('$1') ? [shown.account.trader.id] : []);
    const told = await client.query('select private.erasure_refusals($1, now()) -> 0 ->> $2 as code', [shown.account.trader.id, 'code']);
    await client.query('rollback');
    expect(told.rows).toEqual([{ code }]);
  }
  client.release();
});

test('every table that names a trader says what becomes of it: it is a place of persons, or it stands without a word of theirs', async () => {
  const STANDS = ['public.payable_balances', 'public.ledger_entries', 'public.orders', 'public.legal_holds', 'public.trader_erasures'];
  const named = await rows<{ relation: string }>(
    `select n.nspname || '.' || c.relname as relation from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('public', 'private') and c.relkind in ('r', 'p')
       and exists (select from pg_attribute a where a.attrelid = c.oid and not a.attisdropped and (a.attname in ('trader_id', 'trader_a') or a.attname ~ '(^|_)(email|ip|full_name)$'))
       and not exists (select from private.personal_data d where d.relation = n.nspname || '.' || c.relname)`,
  );
  // Staff are no traders; events have a deed of their own.
  const others = ['public.events', 'public.staff', 'public.staff_invites'];
  expect(named.map(({ relation }) => relation).sort()).toEqual([...STANDS, ...others].sort());
});

test('what came up meanwhile stops what two agreed on, and nothing went', async () => {
  const id = (await ask()) ?? '';
  expect(await as(shown.admins[1], `public.decide_erasure($1, 'agree', 'Proven.')`, id)).toBe('agreed');
  await as(shown.admins[0], 'public.set_legal_hold($1, true, $2)', shown.account.trader.id, 'A court asks.');
  await eraseTrader(id, new Date());
  expect(await rows('select state, stopped_by -> 0 ->> $2 as by from public.trader_erasures where id = $1', id, 'code')).toEqual([
    { state: 'stopped', by: 'legal-hold' },
  ]);
  expect((await rows(`select email from public.traders where id = $1`, shown.account.trader.id))[0]).toEqual({ email: EMAIL });
  await as(shown.admins[0], 'public.set_legal_hold($1, false, $2)', shown.account.trader.id, 'The court is done.');
});

test('is gone from every table, and money, verdicts, chains and the books stand', async () => {
  const before = await found(shown.firm);
  for (const word of Object.keys(WORDS))
    expect(
      before.some((hit) => hit.endsWith(` ${word}`)),
      word,
    ).toBe(true);
  expect((await standing(true)).goes).toContainEqual({ what: 'raw messages about them alone', rows: 2 });
  expect(await said(true)).toMatch(/Nothing stands against.*Would go.*places.*notes on the person 1.*Stays:/);
  const [kept, links] = [await money(), await heads()];
  const id = (await ask()) ?? '';
  await as(shown.admins[1], `public.decide_erasure($1, 'agree', 'Proven.')`, id);
  await eraseTrader(id, new Date());
  await eraseTrader(id, new Date());
  expect(await found(shown.firm)).toEqual([]);
  expect(await money()).toEqual(kept);
  expect(await heads()).toEqual(links);
  expect(await rows('select * from public.verify_events() where not is_intact')).toEqual([]);
  expect(await rows('select * from private.check_all()')).toEqual([]);
  expect(await rows(`select data - 'digest' as data, reason from public.events where kind = 'trader.erased'`)).toMatchObject([
    { data: { trader_id: shown.account.trader.id, erasure_id: id }, reason: null },
  ]);
  expect(await said()).toMatch(
    /Erased on.*Asked by admin Why Asked by letter of 3 November. Agreed by admin Because Proven..*Went.*Stays under a name/,
  );
  expect(await rows('select trader_name from public.accounts_list where id = $1', shown.account.id)).toEqual([
    { trader_name: `Erased trader ${shown.account.trader.id.slice(0, 8)}` },
  ]);
});

test('what else a bank wrote in the same file stays, and so does the digest of it as it came', async () => {
  const [file] = await rows<{ text: string; name: string; was: boolean }>(
    `select convert_from(bytes, 'UTF8') as text, file_name as name, sha256 <> encode(sha256(bytes), 'hex') as was from public.payout_statements`,
  );
  expect(file).toEqual({
    text: 'date,amount,currency,description,reference,fee\nErased.\nErased.\n2026-11-18,-12.00,USD,Coffee,B3,',
    name: 'Erased.',
    was: true,
  });
});

test('somebody who is called as the house speaks takes nothing of it with them', async () => {
  const name = 'The Payout Desk';
  await rows(`update public.challenge_types set title = $1 where product_id = 'flow'`, name);
  const told = Array.from({ length: 6 }, () => ({ kind: 'note.seen', reason: `Seen by ${name}.`, trader_id: randomUUID() }));
  await rows(`select private.append_events('staff:firm', $1::jsonb, now())`, JSON.stringify(told));
  const [made] = await rows<{ id: string }>(
    `insert into public.traders (email, full_name) values ('desk@hostile.test', $1) returning id`,
    name,
  );
  const id = await as<string>(shown.admins[0], 'public.ask_erasure($1, $2)', made?.id, 'By letter.');
  await as(shown.admins[1], `public.decide_erasure($1, 'agree', 'Proven.')`, id);
  await eraseTrader(id ?? '', new Date());
  expect(await rows(`select count(*)::int as kept from public.events where reason = $1`, `Seen by ${name}.`)).toEqual([{ kept: 6 }]);
  expect(await rows(`select title from public.challenge_types where product_id = 'flow'`)).toEqual([{ title: name }]);
  expect(await rows('select full_name like $2 as gone from public.traders where id = $1', made?.id, 'Erased%')).toEqual([{ gone: true }]);
});

test('a chain whose words went still tells when what is left is changed', async () => {
  const [one] = await rows<{ id: string; stream: string }>(
    `select e.id, e.stream from public.events e join private.forgotten_events f on f.event_id = e.id where e.kind = 'account.closed' limit 1`,
  );
  const admin = shown.firm.flow.stack.admin;
  const turn = async (reason: string) => {
    await admin.query('alter table public.events disable trigger user');
    await admin.query('update public.events set reason = $2 where id = $1', [one?.id, reason]);
    await admin.query('alter table public.events enable trigger user');
  };
  await turn('Another story.');
  expect(await rows('select stream from public.verify_events() where not is_intact')).toEqual([{ stream: one?.stream }]);
  await turn('Erased.');
  expect(await rows('select * from public.verify_events() where not is_intact')).toEqual([]);
});

test('nothing that comes late brings anybody back, and the same address buys as somebody new', async () => {
  const { firm, door, account } = shown;
  const trader = account.trader.id;
  const again = await firm.flow.stack.anonymous().auth.signInWithPassword({ email: EMAIL, password: 'a long enough password' });
  expect(again.error).not.toBeNull();
  await identify(door, trader, 20);
  await tellVisit(firm, account.login);
  await buy(door, 'cs_test_quax', { client_reference_id: trader });
  await rows('select private.forget_late(now())');
  expect(await found(firm)).toEqual([]);
  await expect(as(shown.admins[0], `public.set_trader($1, 'active', 'Welcome back.')`, trader)).rejects.toThrow('erased');
  await expect(as(shown.admins[0], 'public.add_trader_note($1, $2)', trader, 'It was Zdenka')).rejects.toThrow('erased');
  await buy(door, 'cs_test_anew', { client_reference_id: trader });
  expect(await rows('select id = $1 as same, full_name from public.traders where email = $2', trader, EMAIL)).toMatchObject([
    { same: false },
  ]);
  expect(await rows('select full_name from public.traders where id = $1', trader)).toEqual([
    { full_name: `Erased trader ${trader.slice(0, 8)}` },
  ]);
  await rows('select private.forget_late(now())');
  expect(await rows(`select count(*)::int as kept from public.inbox where body like '%cs_test_anew%'`)).toEqual([{ kept: 1 }]);
  const words = new RegExp(Object.values(WORDS).join('|'), 'i');
  expect(logged.filter((line) => words.test(line))).toEqual([]);
});
