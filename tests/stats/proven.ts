// The figures of the dashboard beside the addresses that prove them, and how many rows the lists show there.
import { endingsList } from '@/lib/accounts/endings-list';
import { accountsList } from '@/lib/accounts/list';
import type { ProductFigures } from '@/lib/challenges/products';
import type { ListDefinition } from '@/lib/lists/definition';
import { readQuery } from '@/lib/lists/query';
import { rowsStatement } from '@/lib/lists/sql';
import { ordersList } from '@/lib/orders/list';
import { funnelStages, proof } from '@/lib/stats/figures';
import { readPart, type Figures, type PartName } from '@/lib/stats/read';
import { tradersList } from '@/lib/traders/list';
import { positionsList } from '@/lib/trades/list';
import { violationsList } from '@/lib/violations/list';
import { as, staffId, type StaffRole } from '../db/stage';
import type { TestDatabase } from '../support/database';

/** A part of the dashboard as the page reads it, for somebody of that role. */
export function partOf<Name extends PartName>(db: TestDatabase, name: Name, role: StaffRole = 'admin') {
  const client = {
    rpc: async (_: string, { p_part }: { p_part: string }) => {
      const rows = await as<{ told: unknown }>(db.sql, { user: staffId(role) }, 'select public.dashboard_part($1) as told', [p_part]);
      return { data: rows[0]?.told, error: null };
    },
  };
  return readPart(client as unknown as Parameters<typeof readPart>[0], name);
}

const LISTS: Record<string, ListDefinition> = Object.fromEntries(
  [accountsList, endingsList, tradersList, positionsList, violationsList, ordersList].map((list) => [list.path, list]),
);

/** How many rows the lists show behind each address, read as their pages and exports read them, in one question. */
export async function rowsBehind(db: TestDatabase, hrefs: string[]): Promise<number[]> {
  const all: unknown[] = [];
  const counts = hrefs.map((href) => {
    const url = new URL(href, 'http://office');
    const definition = LISTS[url.pathname];
    if (!definition) throw new Error(`no list at ${url.pathname}`);
    const { text, values } = rowsStatement(definition, readQuery(definition, url.searchParams), definition.key);
    const before = all.length;
    all.push(...values);
    return `(select count(*)::int from (${text.replace(/\$(\d+)/g, (_, place: string) => `$${before + parseInt(place, 10)}`)}) s)`;
  });
  const rows = await as<{ counted: number[] }>(db.sql, { user: staffId('admin') }, `select array[${counts.join(', ')}] as counted`, all);
  return rows[0]?.counted ?? [];
}

/** Each figure with the address that proves it. */
export async function proven(db: TestDatabase): Promise<[figure: number, href: string][]> {
  const figures = async <Name extends PartName>(name: Name): Promise<Figures<Name>> => (await partOf(db, name)).figures;
  const accounts = await figures('accounts');
  const breaches = await figures('breaches');
  const churn = await figures('churn');
  const counted: [number, string][] = [
    [accounts.total, proof.accounts()],
    [Object.values(accounts.by_state).reduce((sum, n) => sum + n, 0), proof.living()],
    [accounts.opened, proof.opened()],
    [accounts.traders, proof.traders()],
    [accounts.traders, proof.perTrader()],
    ...Object.entries(accounts.by_status).map(([key, n]): [number, string] => [n, proof.status(key)]),
    ...Object.entries(accounts.by_state).map(([key, n]): [number, string] => [n, proof.state(key)]),
    ...Object.entries(accounts.by_stage).map(([key, n]): [number, string] => [n, proof.stage(key)]),
    ...accounts.by_phase.map(({ name, count }): [number, string] => [count, proof.phase(name)]),
    ...[breaches.daily, breaches.max].flatMap((one): [number, string][] => [
      [one.accounts, proof.broke(one.rule)],
      [one.verdicts, proof.verdicts(one.rule)],
    ]),
    [breaches.lately.broken, proof.brokenLately(breaches.lately.days)],
    [churn.customers, proof.activity('active', 'gone')],
    [churn.gone, proof.activity('gone')],
    ...(await figures('exposure')).rows.flatMap((row): [number, string][] => [
      [row.positions, proof.positions(row.symbol, row.unit)],
      [row.live_positions, proof.livePositions(row.symbol, row.unit)],
    ]),
    ...(await figures('funnel')).flatMap((product) =>
      funnelStages(product.steps).map(({ key }): [number, string] => [product.stages[key] ?? 0, proof.journey(product.id, key)]),
    ),
  ];
  const trend = await figures('trend');
  const days = trend.map(({ day }) => day);
  for (const end of ['passed', 'failed', 'undone'] as const) {
    counted.push([trend.reduce((sum, day) => sum + day[end], 0), proof.ended(days, end)]);
    for (const day of trend) if (day.passed + day.failed > 0) counted.push([day[end], proof.ended([day.day], end)]);
  }
  const products = await as<{ told: ProductFigures[] }>(db.sql, { user: staffId('admin') }, 'select public.catalogue_figures() as told');
  for (const { challenge_type_id: id, sold, returned, failed } of products[0]?.told ?? [])
    counted.push(
      [sold, proof.orders(id, 'paid', 'delivered', 'disputed')],
      [returned, proof.orders(id, 'refunded')],
      [failed, proof.ofProduct(id, 'failed')],
    );
  for (const week of await figures('growth'))
    counted.push(
      [week.traders, proof.weekTraders(week)],
      [week.accounts, proof.weekAccounts(week)],
      [week.sales ?? -1, proof.weekSales(week)],
    );
  return counted;
}
