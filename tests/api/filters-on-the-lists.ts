// Filters between figures on the API as it is: the page, the counts and the file mean the same rows, each amount in its own row's currency. The firm
// is that of the test that calls this, with an account of its own beside it.
import { beforeAll, expect, test } from 'vitest';
import { sendExport } from '@/app/(office)/accounts/export/send-export';
import { idsOf } from '@/lib/accounts/bulk-read';
import { accountsList } from '@/lib/accounts/list';
import { tokenClient } from '@/lib/db/clients';
import type { ListDefinition } from '@/lib/lists/definition';
import { readQuery } from '@/lib/lists/query';
import { readCounts, readList, readListView } from '@/lib/lists/read';
import { tradersList } from '@/lib/traders/list';
import { positionsList, tradesList } from '@/lib/trades/list';
import { readAccountPositions, readAccountTrades, type TradeRow } from '@/lib/trades/read';
import { winShareText } from '@/lib/trades/win-share';
import type { Flow } from '../flow/flow-stack';

interface Firm {
  flow: Flow;
  tokens: Record<string, string>;
  mine: string;
}
/** In closing order: what it made, its stop, and how many minutes it was held. */
const TRADES: [net: number, stop: string | null, minutes: number][] = [
  [100_000, '1.0800', 1],
  [50_000, '1.0800', 10],
  [-30_000, null, 60],
  [60_000, null, 90],
  [20_000, '1.0850', 600],
];
const INBOX = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b'];

let own = '';

/** The lists as a reader meets them, and what only a test may change. */
function desk(firm: () => Firm) {
  const staff = async (role: string) =>
    (await firm().flow.rows<{ id: string }>('select id from public.staff where role = $1', role))[0]?.id ?? '';
  const client = () => tokenClient(firm().tokens.viewer ?? '');
  const fileOf = async (list: ListDefinition, address: string, role = 'viewer') => {
    const answer = sendExport(await staff(role), list, new Request(`http://office/export?${address}`), new Date());
    return { status: answer.status, lines: (await answer.text()).trimEnd().split('\r\n') };
  };
  /** What the page shows, once the file was seen to hold as many rows. */
  async function shown<Row>(list: ListDefinition, address: string): Promise<Row[]> {
    const { rows, total } = await readList<Row>(client(), list, readQuery(list, new URLSearchParams(address)));
    expect([address, (await fileOf(list, address)).lines.length - 3]).toEqual([address, total]);
    return rows;
  }
  /** As nobody can: what an account was opened with never changes. */
  const rewrite = async (table: string, change: string) => {
    await firm().flow.rows(`alter table public.${table} disable trigger user`);
    await firm().flow.rows(`update public.${table} set ${change}`);
    await firm().flow.rows(`alter table public.${table} enable trigger user`);
  };
  return { firm, staff, client, fileOf, shown, rewrite };
}
type Desk = ReturnType<typeof desk>;

async function stageTrades({ flow }: Firm): Promise<void> {
  own = await flow.openAccount('905001');
  for (const [place, [net, stop, minutes]] of TRADES.entries())
    await flow.rows(
      `insert into public.trades (account_id, external_id, ticket_number, position_id, symbol, type, lots, open_price, close_price, stop_loss, open_time, close_time,
           profit_loss_cents, booked_cents, is_final_slice)
         select $1, $2, $2, $2, 'EURUSD', 'buy', $3::int, 1.085, 1.09, $4::numeric, x - make_interval(mins => $5), x, $6::bigint, $6::bigint, true
         from (select timestamptz '2026-11-10T12:00:00Z' + make_interval(days => $3::int) as x) at`,
      ...[own, `w${place}`, place + 1, stop, minutes, net],
    );
  const told = JSON.stringify([{ account_id: own, trades: TRADES.map((_, place) => ({ external_id: `w${place}` })) }]);
  await flow.rows('select private.snapshot_consistency($1)', told);
}

export function filtersOnTheLists(firm: () => Firm): void {
  beforeAll(() => stageTrades(firm()));
  const office = desk(firm);
  ofTrades(office);
  ofLongLists(office);
  ofAccounts(office);
  ofPositions(office);
  ofTraders(office);
}

function ofLongLists({ staff, client, shown }: Desk): void {
  const nets = async (address: string) =>
    (await shown<TradeRow>(tradesList, `account=${own}&sort=closed&${address}`)).map(({ net_profit_cents }) => net_profit_cents);

  test('stand beside a search for the account, its trader or a whole ticket', async () => {
    const seen = async (address: string) => {
      const query = readQuery(tradesList, new URLSearchParams(`account=${own}&sort=closed&${address}`));
      const view = await readListView<TradeRow>(client(), await staff('viewer'), tradesList, query);
      const rows = view.page?.rows.map(({ net_profit_cents }) => net_profit_cents);
      expect([rows, view.page?.total]).toEqual([await nets(address), rows?.length]);
      return rows;
    };
    expect(await seen('q=w1')).toEqual([50_000]);
    expect(await seen('q=W1')).toEqual([]);
    expect(await seen('q=05001')).toHaveLength(5);
    expect(await seen('q=05001&result=lost')).toEqual([-30_000]);
    expect(await seen('q=%22w1')).toEqual([]);
  });

  test('of a long list are counted up to a bound, and its pages are those of its order', async () => {
    const viewer = await staff('viewer');
    const counts = await readCounts(viewer, tradesList, readQuery(tradesList, { account: own, result: 'won' }), null, 3);
    const of = (key: string) => counts.facets.find((facet) => facet.key === key);
    expect([counts.total, counts.isLeast, of('side')?.isLeast, of('side')?.values]).toMatchObject([
      3,
      true,
      true,
      [{ count: 4 }, { count: 0 }],
    ]);
    const view = async (address: string) =>
      (await readListView<TradeRow>(client(), viewer, tradesList, readQuery(tradesList, new URLSearchParams(`account=${own}&${address}`))))
        .page;
    const ordered = await view('sort=-net');
    expect(ordered?.rows.map(({ net_profit_cents }) => net_profit_cents)).toEqual([100_000, 60_000, 50_000, 20_000, -30_000]);
    expect(await view('page=77')).toMatchObject({ page: 1, total: 5 });
    expect(await view('page=2&size=25')).toMatchObject({ page: 1, total: 5 });
  });
}

function ofTrades({ firm, staff, client, fileOf, shown, rewrite }: Desk): void {
  const nets = async (address: string) =>
    (await shown<TradeRow>(tradesList, `account=${own}&sort=closed&${address}`)).map(({ net_profit_cents }) => net_profit_cents);

  test('of closed trades ask for the result, the stop, the hold, the reward and the volume', async () => {
    expect(await nets('result=won')).toEqual([100_000, 50_000, 60_000, 20_000]);
    expect(await nets('result=lost')).toEqual([-30_000]);
    expect(await nets('net=..-0.01')).toEqual([-30_000]);
    expect(await nets('net=200..600')).toEqual([50_000, 60_000, 20_000]);
    expect(await nets('stop=false')).toEqual([-30_000, 60_000]);
    expect(await nets('held=..10m')).toEqual([100_000, 50_000]);
    expect(await nets('held=1h..90m')).toEqual([-30_000, 60_000]);
    expect(await nets('reward=1..')).toEqual([100_000, 50_000]);
    expect(await nets('volume=2..4&result=won')).toEqual([50_000, 60_000]);
    const { facets: counts } = await readCounts(
      await staff('viewer'),
      tradesList,
      readQuery(tradesList, new URLSearchParams(`account=${own}&net=0..&result=won`)),
    );
    const of = (key: string) => counts.find((facet) => facet.key === key)?.values.map(({ value, count }) => [value, count]);
    expect([of('result'), of('stop'), of('net')]).toEqual([
      [['won', 4]],
      [
        ['true', 3],
        ['false', 1],
      ],
      undefined,
    ]);
  });

  test('leave each trade with the share of the winners that its position made, and a file says the same', async () => {
    const { flow } = firm();
    const shares = async () => (await readAccountTrades(client(), own, 50)).rows.map(({ win_share }) => winShareText(win_share)).reverse();
    expect(await shares()).toEqual(['100\u00a0%', '33\u00a0%', '', '29\u00a0%', '9\u00a0%']);
    const { lines } = await fileOf(tradesList, `account=${own}&sort=closed`);
    const place = lines[2]?.split(',').indexOf('"percent of wins so far"') ?? -1;
    expect(lines.slice(3).map((line) => line.split(',')[place])).toEqual(['100', '33.3333', '', '28.5714', '8.6957']);
    const [kept] = await flow.rows<{ rules: object }>(
      `select rules from public.rule_sets where id = (select rule_set_id from public.accounts where id = $1)`,
      own,
    );
    const ruled = `where id = (select rule_set_id from public.accounts where id = '${own}')`;
    await rewrite(
      'rule_sets',
      `rules = jsonb_set(rules, '{rules,consistency}', '[{"unit": "day"}, {"running": {"min_winning_trades": 3}}]') ${ruled}`,
    );
    expect((await shares()).slice(0, 4)).toEqual(['not yet measurable', 'not yet measurable', '', '29\u00a0%']);
    await rewrite('rule_sets', `rules = '${JSON.stringify(kept?.rules)}' ${ruled}`);
  });
}

function ofAccounts({ client, staff, fileOf, shown, rewrite }: Desk): void {
  const logins = async (address: string) =>
    (await shown<{ login: string }>(accountsList, `scope=all&sort=login&${address}`)).map(({ login }) => login);

  test('of accounts ask for what they began with, hold, share and run by, each amount in its own currency', async () => {
    const all = await logins('');
    expect(all).toContain('905001');
    expect(await logins('initial=100000.01..')).toEqual([]);
    expect(await logins('initial=100000..100000')).toEqual(all);
    await rewrite('accounts', `currency = 'JPY' where id = '${own}'`);
    expect(await logins('initial=10000000..10000000')).toEqual(['905001']);
    expect(await logins('initial=..100000')).toEqual(all.filter((login) => login !== '905001'));
    await rewrite('accounts', `currency = 'USD', profit_split_bps = 8050 where id = '${own}'`);
    expect(await logins('split=80.5..')).toEqual(['905001']);
    expect(await logins('split=..80&rules=flow-house')).toEqual(all.filter((login) => login !== '905001'));
    expect(await logins('balance=1..2')).toEqual([]);
    expect(await logins('q=905&initial=1..100000&split=1..')).toEqual(['905001']);
    expect(await logins('q=905(&initial=1..100000')).toEqual([]);
    const reached = async (filter: string) => (await idsOf(await staff('risk'), { ids: null, address: `/accounts?${filter}` }))?.length;
    expect([await reached('split=80.5..'), await reached('split=most')]).toEqual([1, 0]);
  });

  test('that mean nothing are named, and no file is made that would hold more', async () => {
    const address = 'initial=much&from=2026-02-31&scope=some';
    const { total } = await readList(client(), accountsList, readQuery(accountsList, new URLSearchParams(address)));
    expect(total).toBeGreaterThan(0);
    const { status, lines } = await fileOf(accountsList, address);
    expect(status).toBe(400);
    expect(lines.join('\n')).toMatch(
      /filter-not-followed[\s\S]*Scope: "some" is none of living, ended, all\.\nInitial balance: "much" is no range[\s\S]*From: "2026-02-31"/,
    );
  });
}

function ofPositions({ firm, client, shown }: Desk): void {
  test('an open position leads to the message that last reported it', async () => {
    const { flow } = firm();
    const event = (kind: string, id: string, at: number, inbox: string | undefined, data: object) =>
      flow.rows(
        `insert into public.account_events (account_id, kind, external_id, order_key, occurred_at, received_at, source, inbox_id, content_sha256, data)
         values ($1, $2, $3, $4, now(), now(), 'webhook', $5, 'x', $6)`,
        ...[own, kind, id, `${at}`, inbox, data],
      );
    await event('position-opened', 'o1', 1, INBOX[0], { position_id: 'p1' });
    await event('snapshot', 's1', 2, INBOX[1], { positions: [{ position_id: 'p1' }, { position_id: 'p2' }] });
    await event('position-changed', 'c1', 3, INBOX[0], { position_id: 'p2' });
    await event('snapshot', 's2', 4, INBOX[0], { equity_cents: 1 });
    await flow.rows(
      `insert into public.positions (account_id, position_id, symbol, side, lots, open_price, stop_loss, floating_cents, reported_at)
       select $1, 'p' || n, 'EURUSD', 'buy', n, 1.1, case when n = 1 then 1.0 end, n * 1000, now() from generate_series(1, 3) n`,
      own,
    );
    const messages = (await readAccountPositions(client(), own)).map(({ inbox_id }) => inbox_id);
    expect(messages).toEqual([INBOX[1], INBOX[0], null]);
    const found = async (address: string) =>
      (await shown<{ position_id: string }>(positionsList, `account=${own}&sort=lots&${address}`)).map(({ position_id }) => position_id);
    expect([await found('stop=false'), await found('floating=20..&volume=..2')]).toEqual([['p2', 'p3'], ['p2']]);
  });
}

function ofTraders({ firm, fileOf, rewrite }: Desk): void {
  test('what a trader was paid so far is in the file as on the page, by currency', async () => {
    const { flow, mine } = firm();
    const [before] = await flow.rows<{ state: string; trader_id: string }>(
      'select state, trader_id from public.payouts where account_id = $1',
      mine,
    );
    await rewrite('payouts', `state = 'paid' where account_id = '${mine}'`);
    const [told, masked] = [await fileOf(tradersList, '', 'finance'), await fileOf(tradersList, '')];
    await rewrite('payouts', `state = '${before?.state}' where account_id = '${mine}'`);
    const place = told.lines[2]?.split(',').indexOf('"paid so far"') ?? -1;
    const paid = ({ lines }: typeof told) => lines.find((line) => line.includes(before?.trader_id ?? '-'))?.split(',')[place];
    expect([paid(told), paid(masked)]).toEqual(['"1.00 USD"', '"not yours to see"']);
    expect(told.lines.some((line) => line.split(',')[place] === '"nothing"')).toBe(true);
  });
}
