// The accounts list: living accounts by money left to the nearest floor, because those are the ones that may need somebody now.
import type { FacetDefinition, ListDefinition, RangeFacet } from '@/lib/lists/definition';

export const RISK_STATES = ['violated', 'critical', 'caution', 'safe', 'unknown'];
const ACCOUNT_STATUSES = ['pending', 'active', 'blocked', 'live', 'passed', 'failed', 'closed'];
const title = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
const titled = (words: string[]) => Object.fromEntries(words.map((word) => [word, title(word)]));
export const STATUS_LABELS = titled(ACCOUNT_STATUSES);

/** Filters by which the figures of the dashboard link to exactly the accounts they counted. */
const COUNTED: FacetDefinition[] = [
  {
    key: 'stage',
    column: 'stage',
    label: 'Stage',
    kind: 'text',
    hidden: true,
    labels: { live: 'Live', 'phase-1': 'Phase 1', 'phase-2': 'Phase 2' },
  },
  { key: 'opened', column: 'was_opened', label: 'Ever opened', kind: 'bool', hidden: true, labels: { true: 'Yes', false: 'Not yet' } },
  { key: 'broke', column: 'broke', label: 'Broke', kind: 'member', hidden: true },
  { key: 'product', column: 'challenge_type_id', label: 'Product', kind: 'uuid', hidden: true },
  { key: 'journey', column: 'journey', label: 'Came as far as', kind: 'member', hidden: true },
];

const RANGES: RangeFacet[] = [
  { key: 'initial', column: 'initial_balance_cents', label: 'Initial balance', kind: 'range', unit: 'money' },
  { key: 'balance', column: 'balance_cents', label: 'Balance', kind: 'range', unit: 'money' },
  { key: 'left', column: 'sort_left', label: 'Money left', kind: 'range', unit: 'money' },
  { key: 'used', column: 'used_bps', label: 'Used', kind: 'range', unit: 'percent' },
  { key: 'split', column: 'profit_split_bps', label: 'Split', kind: 'range', unit: 'percent' },
];

export const accountsList: ListDefinition = {
  name: 'accounts',
  noun: ['account', 'accounts'],
  path: '/accounts',
  view: 'accounts_list',
  key: ['id'],
  columns: [
    ...['id', 'login', 'platform', 'server', 'status', 'risk_state', 'headroom_cents', 'allowance_cents', 'used_bps', 'nearest_rule'],
    ...['trader_id', 'trader_name', 'challenge_title', 'phase_name', 'currency', 'initial_balance_cents', 'balance_cents', 'equity_cents'],
    ...['profit_split_bps', 'copy_flag', 'data_source', 'trading_off_reason', 'last_event_at', 'is_alive'],
    ...['rule_set_code', 'rule_set_version', 'feed_stale_since', 'server_zone'],
  ],
  search: { columns: ['login', 'trader_name', 'trader_email'], placeholder: 'Login, trader or e-mail' },
  scope: {
    facet: 'status',
    column: 'is_alive',
    fallback: 'living',
    choices: [
      { key: 'living', label: 'Living', equals: true },
      { key: 'ended', label: 'Ended', equals: false },
      { key: 'all', label: 'All', equals: null },
    ],
  },
  facets: [
    { key: 'state', column: 'risk_state', label: 'State', kind: 'text', order: RISK_STATES, labels: titled(RISK_STATES), isClosed: true },
    { key: 'status', column: 'status', label: 'Status', kind: 'text', order: ACCOUNT_STATUSES, labels: STATUS_LABELS, isClosed: true },
    { key: 'challenge', column: 'challenge_title', label: 'Challenge', kind: 'text' },
    { key: 'phase', column: 'phase_name', label: 'Phase', kind: 'text' },
    { key: 'rules', column: 'rule_set_code', label: 'Rule set', kind: 'text' },
    { key: 'platform', column: 'platform', label: 'Platform', kind: 'text' },
    {
      key: 'source',
      column: 'data_source',
      label: 'Source',
      kind: 'text',
      labels: { webhook: 'Webhook', api: 'Pulled', csv: 'Imported' },
      isClosed: true,
    },
    { key: 'copy', column: 'copy_flag', label: 'Copy flag', kind: 'bool', labels: { true: 'Flagged', false: 'Not flagged' } },
    { key: 'group', column: 'groups', label: 'Group', kind: 'member' },
    { key: 'trader', column: 'trader_id', label: 'Trader', kind: 'uuid', hidden: true },
    ...RANGES,
    ...COUNTED,
  ],
  range: { column: 'activated_at', label: 'Opened' },
  sorts: {
    left: 'sort_left',
    login: 'login',
    trader: 'trader_name',
    balance: 'balance_cents',
    equity: 'equity_cents',
    initial: 'initial_balance_cents',
    used: 'used_bps',
    split: 'profit_split_bps',
    rules: 'rule_set_code',
    status: 'status',
    seen: 'last_event_at',
  },
  defaultSort: 'left',
  exports: [
    { column: 'login', header: 'login', kind: 'login' },
    { column: 'platform', header: 'platform', kind: 'text' },
    { column: 'server', header: 'server', kind: 'text' },
    { column: 'status', header: 'status', kind: 'text' },
    { column: 'risk_state', header: 'state', kind: 'text' },
    { column: 'nearest_rule', header: 'nearest rule', kind: 'text' },
    { column: 'used_bps', header: 'used percent', kind: 'bps' },
    { column: 'headroom_cents', header: 'money left', kind: 'money' },
    { column: 'currency', header: 'currency', kind: 'text' },
    { column: 'balance_cents', header: 'balance', kind: 'money' },
    { column: 'equity_cents', header: 'equity', kind: 'money' },
    { column: 'initial_balance_cents', header: 'initial balance', kind: 'money' },
    { column: 'cumulative_profit_cents', header: 'cumulative profit', kind: 'money' },
    { column: 'profit_split_bps', header: 'split percent', kind: 'bps' },
    { column: 'trader_name', header: 'trader', kind: 'text' },
    { column: 'challenge_title', header: 'challenge', kind: 'text' },
    { column: 'phase_name', header: 'phase', kind: 'text' },
    { column: 'rule_set_code', header: 'rule set', kind: 'text' },
    { column: 'rule_set_version', header: 'rule version', kind: 'number' },
    { column: 'copy_flag', header: 'copy flag', kind: 'bool' },
    { column: 'data_source', header: 'source', kind: 'text' },
    { column: 'last_event_at', header: 'last event', kind: 'when' },
    { column: 'id', header: 'account id', kind: 'code' },
  ],
};
