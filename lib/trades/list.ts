// The two trade lists: what was closed, and what is open as the broker last reported it.
import type { FacetDefinition, ListDefinition } from '@/lib/lists/definition';

const SIDES = { buy: 'Buy', sell: 'Sell' };
const account: FacetDefinition = { key: 'account', column: 'account_id', label: 'Account', kind: 'uuid', hidden: true };
const symbol: FacetDefinition = { key: 'symbol', column: 'symbol', label: 'Symbol', kind: 'text' };

export const tradesList: ListDefinition = {
  name: 'trades',
  noun: ['trade', 'trades'],
  path: '/trades',
  view: 'trades_list',
  key: ['id'],
  columns: [
    ...['id', 'account_id', 'login', 'currency', 'external_id', 'ticket_number', 'position_id', 'symbol', 'type', 'lots', 'open_price'],
    ...['close_price', 'stop_loss', 'open_time', 'close_time', 'hold_seconds', 'profit_loss_cents', 'commission_cents', 'swap_cents'],
    ...['fee_cents', 'net_profit_cents', 'risk_reward', 'is_late', 'is_reversed', 'reverses_id', 'inbox_id'],
  ],
  search: { columns: ['login', 'ticket_number', 'trader_name'], placeholder: 'Login, ticket or trader' },
  scope: null,
  facets: [
    symbol,
    { key: 'side', column: 'type', label: 'Direction', kind: 'text', labels: SIDES },
    { key: 'status', column: 'account_status', label: 'Account status', kind: 'text' },
    { key: 'late', column: 'is_late', label: 'Late', kind: 'bool', labels: { true: 'Arrived late', false: 'In time' } },
    { key: 'reversed', column: 'is_reversed', label: 'Reversed', kind: 'bool', labels: { true: 'Reversed', false: 'Standing' } },
    account,
  ],
  range: { column: 'close_time', label: 'Closed' },
  sorts: { closed: 'close_time', net: 'net_profit_cents', lots: 'lots', held: 'hold_seconds', symbol: 'symbol', login: 'login' },
  defaultSort: '-closed',
  exports: [
    { column: 'login', header: 'login', kind: 'login' },
    { column: 'ticket_number', header: 'ticket', kind: 'code' },
    { column: 'position_id', header: 'position', kind: 'code' },
    { column: 'symbol', header: 'symbol', kind: 'text' },
    { column: 'type', header: 'direction', kind: 'text' },
    { column: 'lots', header: 'lots', kind: 'number' },
    { column: 'open_time', header: 'opened', kind: 'when' },
    { column: 'close_time', header: 'closed', kind: 'when' },
    { column: 'hold_seconds', header: 'held seconds', kind: 'number' },
    { column: 'open_price', header: 'open price', kind: 'number' },
    { column: 'close_price', header: 'close price', kind: 'number' },
    { column: 'profit_loss_cents', header: 'gross', kind: 'money' },
    { column: 'commission_cents', header: 'commission', kind: 'money' },
    { column: 'swap_cents', header: 'swap', kind: 'money' },
    { column: 'fee_cents', header: 'fee', kind: 'money' },
    { column: 'net_profit_cents', header: 'net', kind: 'money' },
    { column: 'currency', header: 'currency', kind: 'text' },
    { column: 'risk_reward', header: 'risk reward', kind: 'number' },
    { column: 'is_late', header: 'late', kind: 'bool' },
    { column: 'is_reversed', header: 'reversed', kind: 'bool' },
    { column: 'trader_name', header: 'trader', kind: 'text' },
    { column: 'comment', header: 'comment', kind: 'text' },
    { column: 'account_id', header: 'account id', kind: 'code' },
  ],
};

export const positionsList: ListDefinition = {
  name: 'positions',
  noun: ['open position', 'open positions'],
  path: '/trades/open',
  view: 'positions_list',
  key: ['account_id', 'position_id'],
  columns: [
    ...['account_id', 'position_id', 'login', 'currency', 'symbol', 'side', 'lots', 'open_price', 'stop_loss', 'take_profit', 'opened_at'],
    ...['floating_cents', 'swap_cents', 'reported_at'],
  ],
  search: { columns: ['login', 'position_id'], placeholder: 'Login or position' },
  scope: null,
  facets: [symbol, { key: 'side', column: 'side', label: 'Direction', kind: 'text', labels: SIDES }, account],
  range: null,
  sorts: { floating: 'floating_cents', lots: 'lots', opened: 'opened_at', reported: 'reported_at', login: 'login', symbol: 'symbol' },
  defaultSort: 'floating',
  exports: [
    { column: 'login', header: 'login', kind: 'login' },
    { column: 'position_id', header: 'position', kind: 'code' },
    { column: 'symbol', header: 'symbol', kind: 'text' },
    { column: 'side', header: 'direction', kind: 'text' },
    { column: 'lots', header: 'lots', kind: 'number' },
    { column: 'open_price', header: 'open price', kind: 'number' },
    { column: 'floating_cents', header: 'floating', kind: 'money' },
    { column: 'swap_cents', header: 'swap', kind: 'money' },
    { column: 'currency', header: 'currency', kind: 'text' },
    { column: 'reported_at', header: 'reported', kind: 'when' },
    { column: 'account_id', header: 'account id', kind: 'code' },
  ],
};
