// The board as it is drawn: one part that fails stands alone, every figure leads to its rows, and an empty firm says how to begin.
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it, vi } from 'vitest';
import type { EndingRow } from '@/lib/accounts/endings-list';
import { ProductFigures } from '@/components/challenges/product-figures';
import { EndingCard } from '@/components/accounts/endings-table';
import { Board, type BoardProps } from '@/components/dashboard/board';
import { RulesPanel } from '@/components/risk/rules-panel';

vi.mock('next/navigation', () => ({ useRouter: () => ({ refresh: () => undefined }) }));

const AT = '2026-11-20T10:00:00.000Z';
const PRODUCT = '00000000-0000-4000-8000-0000000000c1';
const breach = (rule: string) => ({ rule, accounts: 3, verdicts: 4, opened: 40, share_bps: 750 });
const BOARD: BoardProps = {
  accounts: {
    as_of: AT,
    figures: {
      ...{ total: 41, opened: 40, traders: 20, by_status: { active: 30, live: 11 }, by_state: { safe: 41 } },
      ...{ by_stage: { 'phase-1': 30, live: 11 }, by_phase: [{ name: 'Step 1', count: 30 }] },
    },
  },
  breaches: {
    as_of: AT,
    figures: { daily: breach('max-daily-loss'), max: breach('max-drawdown'), lately: { days: ['2026-11-19', '2026-11-20'], broken: 2 } },
  },
  trend: { as_of: AT, figures: [{ day: '2026-11-20', passed: 1, failed: 2, undone: 1 }] },
  exposure: {
    as_of: AT,
    figures: {
      oldest_at: AT,
      rows: [
        {
          ...{ symbol: 'EURUSD', unit: 'lot', positions: 5, accounts: 4, buy_lots: '1.5', sell_lots: '2', net_lots: '-0.5' },
          ...{ live_positions: 1, live_net_lots: '0.1' },
        },
      ],
    },
  },
  feeds: { as_of: AT, figures: [{ id: 'f', slug: 'relay', status: 'active', last_event_at: AT, stale_since: null }] },
  times: { as_of: AT, figures: { passed: 2, pass_seconds: 90_000, failed: 3, breach_seconds: 3600, unfinished: 30, untimed: 1 } },
  growth: { as_of: AT, figures: [{ week: '2026-11-16', until: '2026-11-22', traders: 4, accounts: 5, sales: 6 }] },
  funnel: {
    as_of: AT,
    figures: [{ id: 'c1', title: 'Classic', steps: 1, begun_later: 2, stages: { sold: 9, traded: 7, 'passed-1': 3, live: 1 } }],
  },
  churn: { as_of: AT, figures: { days: 60, customers: 20, gone: 2, share_bps: 1000 } },
  waiting: { waiting: 8, overdue: 1, mine: 3 },
  paid: {
    paid: [
      {
        ...{ currency: 'USD', payouts: 2, total_cents: 300_000, average_cents: 150_000, lately: 2, lately_cents: 300_000 },
        ...{ median_seconds: 1, p90_seconds: 2, ledger_cents: 300_000 },
      },
    ],
    ...{ open: [], by_product: [], by_provider: [], days: [] },
  },
  may: { risk: true, trades: true },
};
/** A sign of each part that only it draws. */
const SIGNS: [keyof BoardProps, string][] = [
  ['accounts', 'Living accounts by state'],
  ['breaches', 'Daily loss breaches'],
  ['trend', 'Passed and failed, 30 days'],
  ['exposure', 'Exposure by symbol'],
  ['feeds', '>Feeds<'],
  ['times', '>Mean time to pass<'],
  ['growth', 'Growth by week'],
  ['funnel', 'From sold to paid, by product'],
  ['churn', 'nor traded for 60 days'],
  ['waiting', '</a> overdue'],
  ['paid', 'Paid out in USD'],
];
const drawn = (change: Partial<BoardProps> = {}): string => renderToStaticMarkup(<Board {...BOARD} {...change} />);
const alerts = (page: string): number => page.split('role="alert"').length - 1;
const links = (page: string): string[] => [...page.matchAll(/href="([^"]*)"/g)].map(([, href]) => (href ?? '').replaceAll('&amp;', '&'));

it('draws every part', () => {
  const page = drawn();
  expect(alerts(page)).toBe(0);
  expect(SIGNS.filter(([, sign]) => !page.includes(sign))).toEqual([]);
});

it.each(SIGNS.map(([name]) => name))('without %s every other part stands', (name) => {
  const page = drawn({ [name]: null });
  expect(alerts(page)).toBeGreaterThan(0);
  expect(SIGNS.filter(([, sign]) => !page.includes(sign)).map(([missing]) => missing)).toEqual([name]);
});

it('a role sees neither money nor queues it may not read, nor links it may not follow', () => {
  const page = drawn({ waiting: undefined, paid: undefined, may: { risk: false, trades: false } });
  expect([page.includes('Paid out in'), page.includes('Reviews open')]).toEqual([false, false]);
  expect(links(page).filter((href) => /^\/(risk|trades|payouts|reviews)/.test(href))).toEqual([]);
});

it('says what each state, phase and status means, and leads from what is overdue to the queue', () => {
  const page = drawn();
  expect(page).toMatch(/title="Nothing was reported yet, or nothing is known of its feed now\."/);
  expect(page).toContain('phases of one name are counted together');
  expect(page.match(/<tr title="An evaluation that is being traded\."[\s\S]*?<\/tr>/)?.[0]).toContain('active');
  expect(
    links(page)
      .filter((href) => href.startsWith('/reviews'))
      .sort(),
  ).toEqual(['/reviews?due=overdue', '/reviews?scope=all', '/reviews?scope=mine']);
});

it('a feed is stale when nothing is known of it, not when nobody happens to trade', () => {
  const stale = (stale_since: string | null) => {
    const [feed] = BOARD.feeds?.figures ?? [];
    if (!feed) throw new Error('no feed staged');
    const page = drawn({ feeds: { as_of: AT, figures: [{ ...feed, stale_since }] } });
    const banner = /data-kind="stale"[\s\S]*?<\/section>/.exec(page)?.[0] ?? '';
    return [/data-stale="(\w+)"/.exec(page.split('>Feeds<')[1] ?? '')?.[1], banner.includes('relay'), banner.includes('as unknown')];
  };
  expect([stale(null), stale(AT)]).toEqual([
    ['false', false, false],
    ['true', true, true],
  ]);
});

it('the figures of a product lead to its orders and accounts, for those who may read them', () => {
  const counted = {
    sold: 1200,
    revenue_cents: 1,
    returned: 2,
    returned_cents: 1,
    waiting: 0,
    opened: 4,
    running: 1,
    failed: 3,
    passed: 0,
    funded: 0,
  };
  const behind = (mayReadOrders: boolean) =>
    links(
      renderToStaticMarkup(
        <ProductFigures
          figures={{ ...counted, challenge_type_id: 'c1' }}
          currency="USD"
          productId={PRODUCT}
          mayReadOrders={mayReadOrders}
        />,
      ),
    );
  expect(behind(true)).toEqual([
    `/orders?state=paid%2Cdelivered%2Cdisputed&product=${PRODUCT}`,
    `/orders?state=refunded&product=${PRODUCT}`,
    `/accounts?scope=all&status=failed&product=${PRODUCT}`,
  ]);
  expect(behind(false)).toEqual([`/accounts?scope=all&status=failed&product=${PRODUCT}`]);
});

it('every stage of a product and every week leads to its rows', () => {
  const behind = links(drawn());
  expect(behind.flatMap((href) => /journey=([^&]*)/.exec(href)?.[1] ?? [])).toEqual(['sold', 'traded', 'passed-1', 'live']);
  const week = behind.filter((href) => href.includes('from=2026-11-16') && href.includes('to=2026-11-22'));
  expect(week.map((href) => href.split('?')[0])).toEqual(['/traders', '/accounts', '/orders']);
});

it('says so where the ledger and the payouts disagree', () => {
  const [paid] = BOARD.paid?.paid ?? [];
  if (!BOARD.paid || !paid) throw new Error('no payouts staged');
  expect(drawn({ paid: { ...BOARD.paid, paid: [{ ...paid, ledger_cents: 290_000 }] } })).toContain('payouts say');
  expect(drawn()).not.toContain('payouts say');
});

/** What a tile says and where it leads, by its name. */
const tile = (page: string, name: string): [figure: string | undefined, href: string | undefined] => {
  const [, href, figure] = new RegExp(`>${name}</span><a[^>]*href="([^"]*)"[^>]*><span[^>]*>([^<]*)</span>`).exec(page) ?? [];
  return [figure, href?.replaceAll('&amp;', '&')];
};
const STAGES = ['Accounts', 'Phase 1', 'Phase 2', 'Live'];

it('an empty firm says how the first account comes, and its tiles stand at nought', () => {
  const accounts = { as_of: AT, figures: { total: 0, opened: 0, traders: 0, by_status: {}, by_state: {}, by_stage: {}, by_phase: [] } };
  const page = drawn({ accounts });
  expect(page).toContain('No accounts yet');
  expect(STAGES.map((name) => tile(page, name)[0])).toEqual(['0', '0', '0', '0']);
});

it('a stage with nobody in it keeps its tile and its list', () => {
  expect(STAGES.map((name) => tile(drawn(), name))).toEqual([
    ['41', '/accounts?scope=all'],
    ['30', '/accounts?stage=phase-1'],
    ['0', '/accounts?stage=phase-2'],
    ['11', '/accounts?stage=live'],
  ]);
});

it('days lead to their endings, and what was reinstated since is told and led to', () => {
  const page = drawn();
  expect(page).toContain('reinstated since');
  const behind = links(page).filter((href) => href.startsWith('/accounts/endings'));
  expect([...new Set(behind)]).toEqual([
    '/accounts/endings?end=passed&day=2026-11-20',
    '/accounts/endings?end=failed&day=2026-11-20',
    '/accounts/endings?end=passed%2Cfailed&undone=true&day=2026-11-20',
  ]);
});

it('an ending says by which rule or why, and whether the account was reinstated since', () => {
  const row: EndingRow = {
    ...{ id: 1, account_id: 'a', login: '5001', ended_as: 'failed', ended_on: '2026-11-20', ended_at: AT, reason: 'rule_violation' },
    ...{ rule: 'max-drawdown', actor_kind: 'system', status: 'active', reinstated_at: AT, trader_name: 'T', challenge_title: 'Classic' },
    ...{ phase_name: 'Step 1', rule_set_code: 'house', rule_set_version: 1, server_zone: null },
  };
  const card = (change: Partial<EndingRow>) => renderToStaticMarkup(<EndingCard row={{ ...row, ...change }} />).replaceAll(/<[^>]*>/g, ' ');
  expect(card({})).toMatch(/5001.*Failed.*Max(imum)? drawdown.*reinstated/i);
  expect(card({ rule: null, reason: 'Agreed with the trader.', reinstated_at: null })).toMatch(/Agreed with the trader\. .*stands/);
});

it('every figure says what it counts to whoever cannot hover', () => {
  const page = drawn();
  const told = page.replaceAll(/title="[^"]*"/g, '');
  for (const means of ['Below the caution band under every rule.', 'Bought less sold.', 'Ended by a broken rule or a decision.'])
    expect(told).toContain(means);
});

it('lists among the rules that were broken none that is only reached', () => {
  const row = { held: 40, breaches: 3, broken: 3, ended: 3, warnings: 0, warned: 0 };
  const drawn = renderToStaticMarkup(
    <RulesPanel rows={['max-daily-loss', 'profit-target', 'min-trading-days'].map((rule) => ({ rule, ...row }))} />,
  );
  expect(['Daily loss', 'Profit target', 'Minimum trading days'].filter((name) => drawn.includes(name))).toEqual(['Daily loss']);
});
