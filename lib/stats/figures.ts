// Where each figure of the dashboard is proven: the list and the filter that hold exactly the rows it counted. Pure.
import { endingsList } from '@/lib/accounts/endings-list';
import { accountsList } from '@/lib/accounts/list';
import type { ListDefinition, ListQuery } from '@/lib/lists/definition';
import { listHref, readQuery } from '@/lib/lists/query';
import { ordersList } from '@/lib/orders/list';
import { payoutsList } from '@/lib/payouts/list';
import { tradersList } from '@/lib/traders/list';
import { positionsList } from '@/lib/trades/list';
import { violationsList } from '@/lib/violations/list';

type Change = Partial<Omit<ListQuery, 'facets'>> & { facets?: Record<string, string[]> };

function address(definition: ListDefinition, change: Change): string {
  const query = readQuery(definition, {});
  return listHref(definition, query, { ...change, facets: { ...query.facets, ...change.facets } });
}
const accounts = (facets: Record<string, string[]>, scope = 'living') => address(accountsList, { scope, facets });

const STANDING = ['provisional', 'confirmed', 'contested'];
/** What was sold: a sale whose payment has not come yet is not one. */
const SOLD = ['paid', 'delivered', 'undeliverable', 'refunded', 'disputed'];
/** How an account ends that is counted as passed or failed; what is closed by hand is neither. */
const ENDS = ['passed', 'failed'];
type Week = { week: string; until: string };

export const proof = {
  accounts: () => accounts({}, 'all'),
  living: () => accounts({}),
  opened: () => accounts({ opened: ['true'] }, 'all'),
  status: (status: string) => accounts({ status: [status] }),
  state: (state: string) => accounts({ state: [state] }),
  stage: (stage: string) => accounts({ stage: [stage] }),
  phase: (phase: string) => accounts({ phase: [phase] }),
  ended: (days: string[], end: 'passed' | 'failed' | 'undone') =>
    address(endingsList, { facets: { day: days, ...(end === 'undone' ? { end: ENDS, undone: ['true'] } : { end: [end] }) } }),
  broke: (rule: string) => accounts({ opened: ['true'], broke: [rule] }, 'all'),
  verdicts: (rule: string) => address(violationsList, { facets: { rule: [rule], consequence: ['fail'], state: STANDING } }),
  brokenLately: (days: string[]) => address(violationsList, { sort: 'detected', desc: true, facets: { detected: days, state: STANDING } }),
  traders: () => address(tradersList, {}),
  perTrader: () => address(tradersList, { sort: 'accounts', desc: true }),
  activity: (...activity: string[]) => address(tradersList, { facets: { activity } }),
  positions: (symbol: string, unit: string) => address(positionsList, { facets: { symbol: [symbol], unit: [unit], living: ['true'] } }),
  livePositions: (symbol: string, unit: string) =>
    address(positionsList, { facets: { symbol: [symbol], unit: [unit], living: ['true'], stage: ['live'] } }),
  weekTraders: ({ week, until }: Week) => address(tradersList, { from: week, to: until }),
  weekAccounts: ({ week, until }: Week) => address(accountsList, { scope: 'all', from: week, to: until }),
  weekSales: ({ week, until }: Week) => address(ordersList, { from: week, to: until, facets: { state: SOLD } }),
  journey: (product: string, stage: string) => accounts({ product: [product], journey: [stage] }, 'all'),
  /** What a product sold and still holds, or what came back of it, as its page counts them. */
  orders: (product: string, ...state: string[]) => address(ordersList, { facets: { state, product: [product] } }),
  ofProduct: (product: string, ...status: string[]) => accounts({ status, product: [product] }, 'all'),
  paid: (...currency: string[]) => address(payoutsList, { facets: { state: ['paid'], currency } }),
};

/** The stages of a product's funnel in their order; each is a part of the one before. */
export function funnelStages(steps: number): { key: string; name: string }[] {
  return [
    { key: 'sold', name: 'Sold' },
    { key: 'traded', name: 'Traded' },
    ...Array.from({ length: steps }, (_, place) => ({ key: `passed-${place + 1}`, name: `Passed ${place + 1}` })),
    { key: 'live', name: 'Live' },
    { key: 'paid', name: 'Paid out' },
  ];
}
