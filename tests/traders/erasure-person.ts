// Somebody with unusual words in every place a person is written down, brought there by the doors themselves: a shop, an identity
// provider, a broker, the portal, staff and a payout that was carried to a bank.
import { createHmac, randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import { seal } from '@/lib/db/vault';
import { makePayoutFile } from '@/lib/payouts/file-send';
import { takeStatement } from '@/lib/payouts/statement-receive';
import { markPayout, takePayoutFile } from '@/lib/payouts/file-write';
import { receiveMessage } from '@/lib/trades/receive';
import { as } from '../db/stage';
import { serveDoor } from '../flow/door-server';
import { visit } from '../ip/access-firm';
import { session, stripeHeaders } from '../orders/messages';
import { approve, asked, publishPolicy } from '../payouts/desk';
import { earn, openFunded, startFunded, type Funded, type FundedAccount } from '../payouts/funded';

const NAME = 'Zdenka Quaxmírová';
export const EMAIL = 'zdenka+quax@wunderpost.test';
const SECRET = 'door_secret';
/** What must be found nowhere, as patterns that forgive how a place writes it. */
export const WORDS = {
  name: 'Quaxm(í|\\\\u00ed|%C3%AD|\\\\303\\\\255)rov',
  mail: 'zdenka(\\+|%2B|%2b)quax',
  first: 'Zdenka',
  phone: '700123987',
  street: 'Xyloforu',
  address: '203\\.0\\.113\\.177',
  browser: 'Qvazibrowser',
  iban: 'CZ6508000000192000145399',
  note: 'qwenote',
  applicant: 'app-quax',
};

export interface Shown {
  firm: Funded;
  door: Server;
  account: FundedAccount;
  admins: [string, string];
  bought: string;
}

export const rowsOf = <T = Record<string, unknown>>(firm: Funded, text: string, ...values: unknown[]) => firm.flow.rows<T>(text, ...values);

/** One value, asked as somebody of the staff, and kept. */
export async function deed<T>(firm: Funded, user: string, call: string, ...values: unknown[]): Promise<T | undefined> {
  return (await as<{ answer: T }>(firm.flow.stack.sql, { user, keep: true }, `select ${call} as answer`, values))[0]?.answer;
}

async function join(firm: Funded, role: string): Promise<string> {
  const [made] = await rowsOf<{ id: string }>(
    firm,
    `insert into public.staff (id, email, full_name, role) values (gen_random_uuid(), $1, $2, $2) returning id`,
    `${role}-${randomUUID().slice(0, 4)}@office.test`,
    role,
  );
  return made?.id ?? '';
}

async function connectDoor(firm: Funded, kind: string, platform: string): Promise<void> {
  const id = randomUUID();
  const secrets = JSON.stringify([{ ...seal(SECRET, `connections:${id}:signing_secrets`), expires_at: null }]);
  const made = `insert into public.connections (id, slug, kind, platform, signing_secrets, rate_limit) values ($1, $2, $3, $2, $4, 100000)`;
  await rowsOf(firm, made, id, platform, kind, secrets);
}

async function post(door: Server, slug: string, body: string, headers: Record<string, string>): Promise<string> {
  const { port } = door.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/api/webhooks/${slug}`, { method: 'POST', body, headers });
  const text = await answer.text();
  expect({ slug, status: answer.status, text }).toMatchObject({ status: 200 });
  return text;
}

/** A paid session of the shop with all a shop knows of a buyer. */
export function buy(door: Server, id: string, more: Record<string, unknown> = {}): Promise<string> {
  const message = JSON.parse(session({ id, payment_intent: `pi_${id}`, email: EMAIL, product: 'flow' })) as { data: { object: object } };
  const customer_details = { email: EMAIL, name: NAME, phone: '+420700123987', address: { line1: 'Ulice Xyloforu 77', city: 'Brno' } };
  Object.assign(message.data.object, { customer_details, ...more });
  const body = JSON.stringify(message);
  return post(door, 'stripe', body, stripeHeaders(body, SECRET, Date.now()));
}

export function identify(door: Server, trader: string, minute: number): Promise<string> {
  const message = { type: 'applicantReviewed', applicantId: 'app-quax-81', externalUserId: trader, reviewStatus: 'completed' };
  const createdAtMs = `2026-11-20 10:${minute}:00.000`;
  const said = { ...message, createdAtMs, reviewResult: { reviewAnswer: 'GREEN' }, applicantName: NAME };
  const body = JSON.stringify(said);
  const digest = createHmac('sha256', SECRET).update(body).digest('hex');
  return post(door, 'sumsub', body, {
    'content-type': 'application/json',
    'x-payload-digest': digest,
    'x-payload-digest-alg': 'HMAC_SHA256_HEX',
  });
}

export async function tellVisit(firm: Funded, login: string): Promise<void> {
  const body = Buffer.from(JSON.stringify(visit(login, '203.0.113.177', '2026-11-18T09:00:00.000Z', { client: 'Qvazibrowser 9' })));
  const message = { connection: { id: firm.flow.connectionId }, webhookId: randomUUID(), headers: {}, auth: 'signature' as const };
  expect((await receiveMessage({ ...message, body, now: new Date() })).body).toContain('noted');
}

async function payByFile(firm: Funded, account: FundedAccount): Promise<void> {
  await publishPolicy(firm);
  const payout = await asked(account, 800_800);
  expect(await approve(firm, payout)).toBe('approved');
  const file = await makePayoutFile('bank', firm.staff.ada?.id ?? '', new Date(), [payout]);
  if (!file.ok) throw new Error(file.refusal.message);
  expect(file.value.bytes).toContain(NAME);
  const [made] = await rowsOf<{ id: string }>(firm, 'select id from public.payout_exports');
  const ben = firm.staff.ben!.client;
  await takePayoutFile(ben, made?.id ?? '');
  const [{ version } = { version: 0 }] = await rowsOf<{ version: string }>(
    firm,
    'select version from public.payouts where id = $1',
    payout,
  );
  const marking = { id: payout, version: Number(version), outcome: 'paid' as const, reference: 'statement 7, line 3' };
  expect(await markPayout(ben, marking)).toMatchObject({ ok: true });
  await readStatement(firm, payout);
}

/** The bank's own file names whom it paid, and writes our id as it likes. */
async function readStatement(firm: Funded, payout: string): Promise<void> {
  const rows = [
    'date,amount,currency,description,reference,fee',
    `2026-11-18,-8008.00,USD,PAYOUT ${payout.replaceAll('-', '')} ZDENKA QUAXMIROVA CZ6508000000192000145399,B1,`,
    `2026-11-18,-75.00,USD,Standing order,${NAME},`,
    '2026-11-18,-12.00,USD,Coffee,B3,',
  ];
  const file = { provider: 'bank' as const, file_name: `paid_${NAME}.csv`, bytes: new TextEncoder().encode(rows.join('\n')), cover: null };
  expect(await takeStatement(file, firm.staff.ada?.id ?? '', new Date())).toMatchObject({ ok: true });
}

/** What staff wrote and looked for. */
async function writeAbout(firm: Funded, account: FundedAccount): Promise<void> {
  const support = await join(firm, 'support');
  await deed(firm, support, 'public.add_trader_note($1, $2)', account.trader.id, `${NAME} called from +420700123987: qwenote`);
  await deed(firm, support, 'public.add_note($1, $2)', account.id, 'Zdenka is nervous, qwenote');
  const change = { id: account.trader.id, full_name: NAME.toUpperCase(), country: 'CZ' };
  await deed(firm, support, 'public.save_trader($1::jsonb)', JSON.stringify(change));
  await rowsOf(
    firm,
    `insert into public.saved_views (staff_id, page, name, query) values ($1, 'traders', 'Watched', $2)`,
    support,
    `q=${encodeURIComponent(EMAIL)}`,
  );
  await rowsOf(
    firm,
    'select public.record_login($1, $2, $3, $4, true, now(), null)',
    ...[account.trader.userId, EMAIL, '203.0.113.177', 'Qvazibrowser/9'],
  );
  const visited = [account.trader.id, '203.0.113.177', 'Qvazibrowser/9'];
  await rowsOf(firm, `select public.note_portal_visit($1, $2, $3, now() - interval '2 days')`, ...visited);
  await rowsOf(firm, `select public.take_rate($1, 9, 900, now())`, `sign-in:${EMAIL}`);
}

export async function showPerson(): Promise<Shown> {
  const firm = await startFunded();
  await rowsOf(firm, `update public.challenge_types set price_cents = 15500 where product_id = 'flow'`);
  await connectDoor(firm, 'checkout', 'stripe');
  await connectDoor(firm, 'kyc', 'sumsub');
  const door = await serveDoor();
  const account = await openFunded(firm, '10000.00', 'bank', { email: EMAIL, name: NAME });
  await earn(firm.flow, account, '10.00', '2026-11-18T11:00:00.000Z', { comment: `copy of ${EMAIL}` });
  await buy(door, 'cs_test_quax');
  await identify(door, account.trader.id, 10);
  await tellVisit(firm, account.login);
  await payByFile(firm, account);
  await writeAbout(firm, account);
  const [bought] = await rowsOf<{ id: string }>(firm, 'select account_id as id from public.orders');
  const opened = { account_id: bought?.id, login: EMAIL, now: '2026-11-19T10:00:00Z' };
  await rowsOf(firm, 'select public.activate_account($1::jsonb)', JSON.stringify(opened));
  return { firm, door, account, admins: [await join(firm, 'admin'), await join(firm, 'admin')], bought: bought?.id ?? '' };
}

/** Ends what lives, as risk does, with a reason that says who it was. */
export async function endAccounts({ firm, account, bought }: Shown): Promise<void> {
  const risk = await join(firm, 'risk');
  for (const id of [account.id, bought]) {
    const [row] = await rowsOf<{ version: string }>(firm, 'select version from public.accounts where id = $1', id);
    const ending = [id, row?.version, 'closed', `${NAME} asked us to, qwenote`];
    await deed(firm, risk, 'public.transition_account($1, $2, $3, $4)', ...ending);
  }
}

/** Where each word still stands: every column of every table of ours, of the auth server and of the queue. */
export async function found({ flow }: Funded): Promise<string[]> {
  const { rows } = await flow.stack.admin.query<{ relation: string; bytes: string[] }>(
    `select format('%I.%I', n.nspname, c.relname) as relation, coalesce(array_agg(a.attname) filter (where a.atttypid = 'bytea'::regtype), '{}')::text[] as bytes
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where n.nspname in ('public', 'private', 'auth', 'graphile_worker') and c.relkind in ('r', 'm') group by 1 order by 1`,
  );
  const searched = rows.map(({ relation, bytes }) => {
    const text = ['x::text', ...bytes.map((column) => `encode(x.${column}, 'escape')`)].join(` || ' ' || `);
    return `select '${relation} ' || w.key from ${relation} x, jsonb_each_text($1) w where concat(${text.replaceAll(" || ' ' || ", ", ' ', ")}) ~* w.value group by 1`;
  });
  const all = await flow.stack.admin.query<{ hit: string }>(`select hit from (${searched.join(' union ')}) x(hit) order by 1`, [
    JSON.stringify(WORDS),
  ]);
  return all.rows.map(({ hit }) => hit);
}
