// Doors about traders, payouts and corrections, on the API as it is; and, on the same firm, groups of accounts and filters as the office reads them.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GET as getTrades } from '@/app/api/v1/accounts/[id]/trades/route';
import { GET as getPayouts } from '@/app/api/v1/payouts/route';
import { GET as getTrader, PATCH as patchTrader } from '@/app/api/v1/traders/[id]/route';
import { GET as getTraders, PATCH as patchTraders, POST as postTrader } from '@/app/api/v1/traders/route';
import { POST as postCorrection } from '@/app/api/v1/trades/[id]/corrections/route';
import { POST as postTrade } from '@/app/api/v1/trades/route';
import { startFlow, type Flow } from '../flow/flow-stack';
import { ask, staffToken, traderToken } from './callers';
import { downloads } from './downloads';
import { filtersOnTheLists } from './filters-on-the-lists';
import { groupsOnTheList } from './groups-on-the-list';
import { streamDoor } from './stream-door';

let flow: Flow;
let mine: string;
let theirs: string;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  flow = await startFlow({ web: false });
  mine = await flow.openAccount('810001');
  theirs = await flow.openAccount('810002');
  for (const role of ['risk', 'support', 'viewer', 'finance', 'config']) tokens[role] = await staffToken(flow.stack, role);
  tokens.trader = await traderToken(flow.stack, mine, 'mine@people.test');
});
afterAll(() => flow.close());

const traderOf = async (id: string) =>
  (await flow.rows<{ trader_id: string }>('select trader_id from public.accounts where id = $1', id))[0]?.trader_id ?? '';
const refusal = ({ status, json }: Awaited<ReturnType<typeof ask>>) => [status, json.error?.code, json.error?.path];

describe('traders', () => {
  const person = { email: 'New.Buyer@people.test', full_name: 'New Buyer', country: 'DE' };

  test('are made once by whoever helps them, and read by who may', async () => {
    const key = { 'idempotency-key': 'make-1' };
    const made = await ask(postTrader, 'POST', '/traders', { token: tokens.support, body: { ...person, invite: true }, headers: key });
    expect(made).toMatchObject({ status: 201, json: { full_name: 'New Buyer', country: 'DE', access: 'active', has_signed_up: false } });
    expect(made.json.email).toBe('new.buyer@people.test');
    expect(
      (await ask(postTrader, 'POST', '/traders', { token: tokens.support, body: { ...person, invite: true }, headers: key })).json,
    ).toEqual(made.json);
    expect(refusal(await ask(postTrader, 'POST', '/traders', { token: tokens.support, body: person }))).toEqual([422, 'invalid', 'email']);
    expect((await ask(postTrader, 'POST', '/traders', { token: tokens.viewer, body: person })).status).toBe(403);
    expect(refusal(await ask(postTrader, 'POST', '/traders', { token: tokens.support, body: { ...person, role: 'admin' } }))).toEqual([
      422,
      'invalid',
      'role',
    ]);
    expect(await flow.rows(`select 1 from public.mail_deliveries where message = 'portal-invitation'`)).toHaveLength(1);
    const masked = await ask(getTrader, 'GET', '/traders/x', { token: tokens.viewer, params: { id: String(made.json.id) } });
    expect(masked.json.email).not.toBe('new.buyer@people.test');
  });

  test('see themselves and nobody else', async () => {
    const own = await ask(getTraders, 'GET', '/traders', { token: tokens.trader });
    expect(own.json.items?.map(({ id }) => id)).toEqual([await traderOf(mine)]);
    expect((await ask(getTrader, 'GET', '/traders/x', { token: tokens.trader, params: { id: await traderOf(theirs) } })).status).toBe(404);
    const first = await ask(getTraders, 'GET', '/traders?limit=1', { token: tokens.viewer });
    const rest = await ask(getTraders, 'GET', `/traders?limit=200&cursor=${String(first.json.next_cursor)}`, { token: tokens.viewer });
    const all = await flow.rows('select id from public.traders');
    expect(new Set([...(first.json.items ?? []), ...(rest.json.items ?? [])].map(({ id }) => id)).size).toBe(all.length);
  });

  test('are changed in contact or in access, with an event each, by the role for it', async () => {
    const id = await traderOf(theirs);
    const send = (body: object, token = tokens.risk) => ask(patchTrader, 'PATCH', `/traders/${id}`, { token, body, params: { id } });
    expect(await send({ full_name: 'Renamed Person', country: 'FR' }, tokens.support)).toMatchObject({
      status: 200,
      json: { full_name: 'Renamed Person', country: 'FR' },
    });
    const bare = await ask(patchTraders, 'PATCH', '/traders', { token: tokens.risk, body: { id, country: null } });
    expect(bare).toMatchObject({ status: 200, json: { country: null } });
    expect(refusal(await send({}))).toEqual([422, 'invalid', '']);
    expect(refusal(await send({ access: 'disabled' }))).toEqual([422, 'invalid', 'reason']);
    expect(refusal(await send({ access: 'disabled', reason: 'Asked.', country: 'FR' }))).toEqual([422, 'invalid', 'access']);
    expect((await send({ access: 'disabled', reason: 'Asked for it.' }, tokens.support)).status).toBe(403);
    expect(await send({ access: 'disabled', reason: 'Asked for it.' })).toMatchObject({ status: 200, json: { access: 'disabled' } });
    expect(refusal(await send({ access: 'disabled', reason: 'Asked for it.' })).slice(0, 2)).toEqual([409, 'already-decided']);
    await send({ access: 'active', reason: 'Back again.' });
    const told = await flow.rows<{ kind: string; actor_kind: string }>(
      'select kind, actor_kind from public.events where trader_id = $1 and account_id is null order by id',
      id,
    );
    expect(told.filter(({ actor_kind }) => actor_kind === 'staff').map(({ kind }) => kind)).toEqual([
      'trader.changed',
      'trader.changed',
      'trader.disabled',
      'trader.enabled',
    ]);
  });

  test('keep the address they sign in with', async () => {
    const id = await traderOf(mine);
    const moved = await ask(patchTrader, 'PATCH', '/traders/x', {
      token: tokens.risk,
      body: { email: 'other@people.test' },
      params: { id },
    });
    expect(refusal(moved)).toEqual([422, 'invalid', 'email']);
  });
});

test('payouts are listed by who may see them, and filtered by what they are', async () => {
  const [account, trader] = [mine, await traderOf(mine)];
  await flow.rows(
    `insert into public.beneficiaries (trader_id, provider, name, masked, destination, confirmed_at) values ($1, 'bank', 'N', '**1', '{"sealed": "x"}', now())`,
    trader,
  );
  await flow.rows(
    `insert into public.payouts (account_id, trader_id, beneficiary_id, requested_cents, gross_cents, firm_cents, currency, route, approvals_required, provider, entitled_cents, hold_until, requested_by,
       requested_at, request_key) select $1, $2, b.id, 100, 125, 25, 'USD', 'person', 1, 'bank', 100, now(), gen_random_uuid(), now(), 'k' from public.beneficiaries b where b.trader_id = $2`,
    account,
    trader,
  );
  const asked = (query: string, token = tokens.finance) => ask(getPayouts, 'GET', `/payouts${query}`, { token });
  expect((await asked('')).json.items).toMatchObject([{ account_id: account, requested_cents: 100, gross_cents: 125, state: 'requested' }]);
  expect((await asked('?state=paid')).json.items).toEqual([]);
  expect((await asked(`?account_id=${theirs}`)).json.items).toEqual([]);
  expect((await asked('', tokens.trader)).json.items).toHaveLength(1);
  expect((await asked('', tokens.viewer)).status).toBe(403);
  expect(refusal(await asked('?state=nothing'))).toEqual([422, 'invalid', 'state']);
});

describe('a correction', () => {
  const record = async (ticket: string, profit_loss: string) => {
    const body = {
      ...{ challenge_id: mine, user_id: await traderOf(mine), ticket_number: ticket, symbol: 'EURUSD', type: 'buy', lots: '1.0' },
      ...{
        open_price: '1.0850',
        close_price: '1.0875',
        open_time: '2026-11-18T09:00:00Z',
        close_time: '2026-11-18T10:00:00Z',
        profit_loss,
      },
    };
    expect((await ask(postTrade, 'POST', '/trades', { token: tokens.risk, body })).status).toBe(200);
    const [trade] = await flow.rows<{ id: string }>(
      'select id from public.trades where account_id = $1 and external_id = $2',
      mine,
      ticket,
    );
    return trade?.id ?? '';
  };
  const correct = (id: string, body: object, token = tokens.risk) =>
    ask(postCorrection, 'POST', `/trades/${id}/corrections`, { token, body, params: { id } });
  const balance = async () =>
    (await flow.rows<{ cents: number }>('select balance_cents::int as cents from public.account_facts where account_id = $1', mine))[0]
      ?.cents;

  test('takes a trade back and puts another in its place, under the name of who asked', async () => {
    const id = await record('T-1', '250.00');
    const done = await correct(id, { reason: 'The broker booked it twice over.', profit_loss: '125.00' });
    expect(done).toMatchObject({
      status: 201,
      json: { trade_id: id, reversal: { outcome: 'recorded' }, replacement: { outcome: 'recorded' } },
    });
    expect(await balance()).toBe(10_012_500);
    const [row] = await flow.rows<object>(
      `select t.supersedes_id, t.symbol, t.profit_loss_cents::int as cents, t.close_time = o.close_time as same_instant from public.trades t join public.trades o on o.id = $2
       where t.account_id = $1 and t.external_id = 'T-1:1-corrected'`,
      mine,
      id,
    );
    expect(row).toEqual({ supersedes_id: id, symbol: 'EURUSD', cents: 12_500, same_instant: true });
    const asked = await flow.rows(`select actor_kind, reason from public.events where kind = 'trade.correction-asked'`);
    expect(asked).toEqual([{ actor_kind: 'staff', reason: 'The broker booked it twice over.' }]);
    expect(refusal(await correct(id, { reason: 'Once more.' })).slice(0, 2)).toEqual([409, 'already-decided']);
  });

  test('with a reason alone only takes back', async () => {
    const before = await balance();
    const id = await record('T-2', '80.00');
    expect(await correct(id, { reason: 'Never happened.' }, flow.stack.keys.secret_key)).toMatchObject({
      status: 201,
      json: { replacement: null },
    });
    expect(await balance()).toBe(before);
    const trades = await ask(getTrades, 'GET', `/accounts/${mine}/trades`, { token: tokens.viewer, params: { id: mine } });
    expect(trades.json.items?.find(({ external_id }) => external_id === 'T-2')).toMatchObject({ is_reversed: true });
  });

  test('that cannot stand takes nothing back', async () => {
    const before = await balance();
    const id = await record('T-3', '10.00');
    expect(refusal(await correct(id, { reason: 'Mistyped.', lots: 'many' }))).toEqual([422, 'invalid', 'volume']);
    expect((await correct(id, { profit_loss: '1.00' })).json.error?.path).toBe('reason');
    expect((await correct(id, { reason: 'Not mine to say.' }, tokens.support)).status).toBe(403);
    expect((await correct('no-id', { reason: 'Not there.' })).status).toBe(404);
    expect(await balance()).toBe((before ?? 0) + 1_000);
  });
});

describe('groups on the list', () => groupsOnTheList(() => ({ flow, tokens, mine, theirs })));
describe('filters of the lists', () => filtersOnTheLists(() => ({ flow, tokens, mine })));
describe('the stream', () => streamDoor(() => ({ flow, tokens, mine, theirs })));
describe('downloads', () => downloads(() => ({ flow, tokens, mine })));
