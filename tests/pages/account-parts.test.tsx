// The account page in parts: one that fails says so in its own place, what is only last known is drawn and named as that, and its payouts lead on.
import { notFound } from 'next/navigation';
import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test, vi } from 'vitest';
import { part } from '@/app/(office)/part';
import { AccountFacts } from '@/components/accounts/account-facts';
import { AccountPayouts } from '@/components/accounts/account-payouts';
import { HeadroomPanel } from '@/components/accounts/headroom-panel';
import { Timeline } from '@/components/accounts/timeline';
import { TradingOff } from '@/components/accounts/trading-off';
import { EquityPanel } from '@/components/charts/equity-panel';
import { ServerDay } from '@/components/ui/zone';
import type { AccountHead } from '@/lib/accounts/read';
import { byLearning, type HistoryLine } from '@/lib/events/line';
import type { RuleState } from '@/lib/rules/types';

vi.mock('next/navigation', async (actual) => ({ ...(await actual<object>()), useRouter: () => ({ refresh: () => undefined }) }));
const drawn = (element: unknown) => renderToStaticMarkup(element as ReactElement);

test('a read that fails is said in its own place with its code; not being there is no failure', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  expect(await part('x', 'X', () => Promise.resolve('as it was read'))).toBe('as it was read');
  const failed = (await part('tab-not-read', 'This tab could not be read', () => Promise.reject(new Error('down')))) as ReactElement;
  expect(failed.props).toEqual({ code: 'tab-not-read', title: 'This tab could not be read' });
  expect(log).toHaveBeenCalled();
  log.mockRestore();
  await expect(part('x', 'X', () => Promise.resolve(notFound()))).rejects.toThrow('NEXT_HTTP_ERROR_FALLBACK;404');
});

const SINCE = '2026-11-21T11:40:00.000Z';
const state = {
  ...{ rule: 'max-daily-loss', instance: 0, consequence: 'fail', outcome: 'pass', status: 'caution', unit: 'cents', measured: 1, limit: 0 },
  ...{ headroom: 80_000, allowance: 500_000, used_bps: 8400, evidence: [], message: '', after_reset: null },
} as unknown as RuleState;

test('floors and room on a feed nothing is known of are hatched and say from when they are', () => {
  const panel = (asOf: string | null) => drawn(<HeadroomPanel states={[state]} currency="USD" ruleSet="classic" asOf={asOf} />);
  expect([panel(null).includes('data-part="hatched"'), panel(null).includes('as of')]).toEqual([false, false]);
  expect(panel(SINCE)).toMatch(/as of <time[^>]*>21 Nov 2026, 11:40<\/time>/);
  expect(panel(SINCE)).toContain('data-part="hatched"');
  expect(panel(SINCE)).toContain('caution, as last known');
  const points = [{ at: 1, equity_cents: 5, balance_cents: 5, high_water_cents: 900, floors: { 'max-drawdown#0': 1 } }];
  const summary = { low_cents: 5, low_at: 1, high_cents: 5, last_cents: 5, closest: null };
  const curve = (asOf: string | null) => drawn(<EquityPanel points={points} summary={summary} marks={[]} currency="USD" asOf={asOf} />);
  expect(curve(SINCE)).toMatch(/The floors are as of <time[^>]*>21 Nov 2026, 11:40<\/time>, hatched/);
  expect(curve(null)).not.toContain('hatched');
  // One order of the lines, in the legend as in the table.
  expect([...curve(null).matchAll(/<\/svg>([^<]*)<\/li>/g)].map(([, name]) => name)).toEqual([
    'Equity',
    'High water',
    'Maximum drawdown floor',
  ]);
  expect(curve(null)).toMatch(/High water<\/th>[\s\S]*?9\.00<\/td>/);
});

const account = {
  ...{ id: 'a1', trader_id: 't1', trader_name: 'Fay', trader_email: null, currency: 'USD', initial_balance_cents: 100, is_live: true },
  ...{ balance_cents: 9_000, equity_cents: 8_750, high_water_cents: 9_500, cumulative_profit_cents: 0, profit_split_bps: 8000 },
  ...{ platform: 'mt5', server: 'Demo', activated_at: SINCE, last_event_at: SINCE, closed_at: null, closure_reason: null },
} as unknown as AccountHead;

test('its figures name the open result and what was paid out to those who may know, and lead to its trader', () => {
  const facts = drawn(<AccountFacts account={account} withdrawn={120_000} />);
  expect(facts).toContain('href="/traders/t1"');
  expect(facts).toMatch(/Open result[\s\S]*?\u2212\$2\.50/);
  expect(facts).toMatch(/Paid out[\s\S]*?\$1,200\.00/);
  expect(drawn(<AccountFacts account={account} withdrawn={null} />)).not.toContain('Paid out');
});

test('each of its payouts leads to its page, and the sum that arrived stands above', () => {
  const one = { requested_cents: 80_000, gross_cents: 100_000, currency: 'USD', provider: 'bank', beneficiary_masked: '…12' };
  const rows = ['p1', 'p2'].map((id) => ({ ...one, id, state: 'paid', requested_at: SINCE, settled_at: SINCE }));
  const page = drawn(<AccountPayouts account={account} payouts={{ rows, paidCents: 160_000 }} />);
  expect([...page.matchAll(/href="(\/payouts[^"]*)"/g)].map(([, href]) => href)).toEqual([
    '/payouts?account=a1',
    '/payouts/p1',
    '/payouts/p2',
  ]);
  expect(page).toMatch(/Paid out so far: [\s\S]*?\$1,600\.00/);
  expect(drawn(<AccountPayouts account={account} payouts={{ rows: [], paidCents: 0 }} />)).toContain('No payout was asked for');
});

test('every instant of the page names the clock of the account’s own day in its tooltip', () => {
  const page = drawn(
    <ServerDay zone="America/New_York">
      <AccountFacts account={account} />
    </ServerDay>,
  );
  const titles = [...page.matchAll(/<time[^>]*title="([^"]*)"/g)].map(([, title]) => title ?? '');
  expect(titles.length).toBeGreaterThan(1);
  expect(titles.filter((title) => !/Server day: 21 Nov 2026, 06:40:00 \(America\/New_York\)[\s\S]*UTC:[\s\S]*Mine:/.test(title))).toEqual(
    [],
  );
});

test('an account that has ended says so and why; one that is stopped says what lifts it', () => {
  const told = (more: object) => drawn(<TradingOff account={{ ...account, ...more } as AccountHead} />).replaceAll(/<[^>]+>/g, '');
  const off = { trading_off_reason: 'rule-violation', trading_off_until: null };
  expect(told({ ...off, is_alive: false, status: 'failed', closed_at: SINCE, closure_reason: 'rule_violation' })).toBe(
    'The account has ended as Failed on 21 Nov 2026, 11:40: a rule was broken. Trading ended with it.',
  );
  expect(told({ ...off, is_alive: true, status: 'active' })).toBe(
    'Trading is off: a rule was broken. It stays off until a person or a confirmation lifts it.',
  );
  expect(told({ is_alive: true, trading_off_reason: null })).toBe('');
});

test('a timeline runs by the times it shows, says when something happened that was learnt later, and what was traded', () => {
  const line = (id: number, learnt: string, more: Partial<HistoryLine> = {}): HistoryLine => ({
    ...{ id, kind: 'account.failed', actor_kind: 'system', actor_name: null, reason: 'rule_violation', data: null },
    ...{ occurred_at: learnt, created_at: learnt, ...more },
  });
  const traded = { symbol: 'EURUSD', side: 'buy', lots: 0.5, unit: 'lot', net_cents: -19_900, currency: 'USD' };
  const rows = [
    line(2, '2026-11-16T10:00:00+00:00'),
    line(3, '2026-11-21T10:00:00+00:00', { kind: 'platform.ordered', reason: 'rule-violation' }),
    line(4, '2026-11-16T10:00:00.5+00:00', {
      ...{ kind: 'trade.recorded', reason: null, occurred_at: '2026-11-15T09:00:00+00:00' },
      ...{ data: { counts: { trade: 5 } }, trades: [traded] },
    }),
  ];
  const page = drawn(<Timeline rows={[...rows].sort(byLearning)} kind="" kindLinks={{}} olderHref={null} />);
  expect([...page.matchAll(/(Platform ordered|Trade recorded|Account failed)/g)].map(([, words]) => words)).toEqual([
    'Platform ordered',
    'Trade recorded',
    'Account failed',
  ]);
  const words = page.replaceAll(/<[^>]+>/g, '');
  expect(words.match(/A rule was broken/g)).toHaveLength(2);
  expect(words.match(/Happened on 15 Nov/g)).toHaveLength(1);
  expect(words).toContain('Buy 0.5 lots of EURUSD, result \u2212$199.00and 4 more');
});
