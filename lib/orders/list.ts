// The orders list: was everything sold delivered, and what came back? What needs a hand stands first.
import { STATUS_LABELS } from '@/lib/accounts/list';
import type { ListDefinition } from '@/lib/lists/definition';
import { ORDER_STATES, PROBLEM_WORDS } from './states';

export const STATE_WORDS: Record<string, string> = {
  received: 'Received',
  paid: 'Paid, not open yet',
  delivered: 'Delivered',
  refunded: 'Refunded',
  disputed: 'Disputed',
  undeliverable: 'Undeliverable',
};
const ORDER = ['undeliverable', 'disputed', 'paid', 'received', 'refunded', 'delivered'].filter((one) =>
  ORDER_STATES.some((state) => state === one),
);

export const ordersList: ListDefinition = {
  name: 'orders',
  noun: ['order', 'orders'],
  path: '/orders',
  view: 'orders_list',
  key: ['id'],
  columns: [
    ...['id', 'provider', 'order_id', 'line_item', 'unit', 'quantity', 'product_name', 'trader_id', 'trader_name', 'trader_email'],
    ...['challenge_title', 'account_id', 'login', 'account_status', 'amount_cents', 'currency', 'state', 'problem', 'created_at'],
  ],
  search: { columns: ['order_id', 'trader_name', 'trader_email', 'login', 'product_name'], placeholder: 'Order, trader, login or product' },
  scope: null,
  facets: [
    { key: 'state', column: 'state', label: 'State', kind: 'text', order: ORDER, labels: STATE_WORDS, isClosed: true },
    { key: 'problem', column: 'problem', label: 'Why it waits', kind: 'text', labels: PROBLEM_WORDS, isClosed: true },
    { key: 'provider', column: 'provider', label: 'Shop', kind: 'text' },
    { key: 'challenge', column: 'challenge_title', label: 'Challenge', kind: 'text' },
    { key: 'account_status', column: 'account_status', label: 'Account', kind: 'text', labels: STATUS_LABELS, isClosed: true },
    { key: 'currency', column: 'currency', label: 'Currency', kind: 'text' },
    { key: 'trader', column: 'trader_id', label: 'Trader', kind: 'uuid', hidden: true },
    { key: 'product', column: 'challenge_type_id', label: 'Product', kind: 'uuid', hidden: true },
  ],
  range: { column: 'created_at', label: 'Sold' },
  sorts: { attention: 'attention', sold: 'created_at', amount: 'amount_cents', order: 'order_id' },
  defaultSort: 'attention',
  exports: [
    { column: 'provider', header: 'shop', kind: 'text' },
    { column: 'order_id', header: 'order', kind: 'code' },
    { column: 'line_item', header: 'line', kind: 'code' },
    { column: 'unit', header: 'unit', kind: 'number' },
    { column: 'product_name', header: 'product as sold', kind: 'text' },
    { column: 'challenge_title', header: 'challenge', kind: 'text' },
    { column: 'trader_name', header: 'trader', kind: 'text' },
    { column: 'trader_email', header: 'e-mail', kind: 'text' },
    { column: 'login', header: 'login', kind: 'login' },
    { column: 'account_status', header: 'account', kind: 'text' },
    { column: 'amount_cents', header: 'amount', kind: 'money' },
    { column: 'currency', header: 'currency', kind: 'text' },
    { column: 'state', header: 'state', kind: 'text' },
    { column: 'problem', header: 'why it waits', kind: 'text' },
    { column: 'created_at', header: 'sold', kind: 'when' },
    { column: 'paid_at', header: 'paid', kind: 'when' },
    { column: 'delivered_at', header: 'delivered', kind: 'when' },
    { column: 'id', header: 'order id here', kind: 'code' },
  ],
};
