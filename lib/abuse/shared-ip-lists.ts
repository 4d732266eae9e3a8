// The lists of the IP analysis: pairs of people, events, and networks.
import type { ListDefinition } from '@/lib/lists/definition';

const KINDS = { shared_device: 'Machine', shared_ip: 'Line' };
const STATES = { open: 'Open', watch: 'Watched', confirmed: 'Confirmed', cleared: 'Cleared' };
const WEIGHTS = { asked: '50 and more', likely: '25 to 49', weak: 'Below 25' };
export const NETWORKS = { hosting: 'Hosting', vpn: 'VPN', mobile: 'Mobile', office: 'Office', unmarked: 'Not marked' };
export const EVENT_KINDS = { login: 'Login', terminal: 'Terminal', portal: 'Portal' };

export const pairsList: ListDefinition = {
  name: 'shared-access',
  noun: ['pair', 'pairs'],
  path: '/ip-analysis',
  view: 'access_pairs_list',
  key: ['id'],
  columns: [
    ...['id', 'kind', 'trader_a', 'trader_b', 'trader_name_a', 'trader_name_b', 'score', 'summary', 'state', 'weight', 'evidence_count'],
    ...['first_at', 'last_at', 'decided_at', 'decided_by_name'],
  ],
  search: { columns: ['trader_name_a', 'trader_name_b'], placeholder: 'Trader' },
  scope: {
    facet: 'state',
    column: 'state',
    fallback: 'open',
    choices: [
      { key: 'open', label: 'Open', equals: 'open' },
      { key: 'all', label: 'All', equals: null },
    ],
  },
  facets: [
    { key: 'state', column: 'state', label: 'Decision', kind: 'text', order: Object.keys(STATES), labels: STATES, isClosed: true },
    { key: 'kind', column: 'kind', label: 'They share', kind: 'text', order: Object.keys(KINDS), labels: KINDS, isClosed: true },
    { key: 'weight', column: 'weight', label: 'Score', kind: 'text', order: Object.keys(WEIGHTS), labels: WEIGHTS, isClosed: true },
  ],
  range: { column: 'last_at', label: 'Last seen' },
  sorts: { score: 'score', last: 'last_at', first: 'first_at', evidence: 'evidence_count' },
  defaultSort: '-score',
  exports: [
    { column: 'trader_name_a', header: 'trader', kind: 'text' },
    { column: 'trader_name_b', header: 'other trader', kind: 'text' },
    { column: 'kind', header: 'they share', kind: 'text' },
    { column: 'score', header: 'score of 100', kind: 'number' },
    { column: 'summary', header: 'why', kind: 'text' },
    { column: 'state', header: 'decision', kind: 'text' },
    { column: 'decided_by_name', header: 'decided by', kind: 'text' },
    { column: 'first_at', header: 'first seen', kind: 'when' },
    { column: 'last_at', header: 'last seen', kind: 'when' },
    { column: 'id', header: 'signal id', kind: 'code' },
  ],
};

export const eventsList: ListDefinition = {
  name: 'access-events',
  noun: ['event', 'events'],
  path: '/ip-analysis/events',
  view: 'ip_events_list',
  key: ['id'],
  columns: [
    ...['id', 'occurred_at', 'kind', 'origin_id', 'address', 'device_hash', 'device', 'client', 'account_id', 'login', 'trader_id'],
    ...['trader_name', 'source', 'network_kind', 'network_owner', 'network_source', 'inbox_id'],
  ],
  search: { columns: ['login', 'trader_name', 'client', 'device'], placeholder: 'Login, trader, program or machine' },
  scope: null,
  facets: [
    { key: 'kind', column: 'kind', label: 'Kind', kind: 'text', order: Object.keys(EVENT_KINDS), labels: EVENT_KINDS, isClosed: true },
    {
      key: 'network',
      column: 'network_kind',
      label: 'Network',
      kind: 'text',
      order: Object.keys(NETWORKS),
      labels: NETWORKS,
      isClosed: true,
    },
    { key: 'source', column: 'source', label: 'Told by', kind: 'text' },
    { key: 'line', column: 'origin_id', label: 'Line', kind: 'uuid', hidden: true },
    { key: 'account', column: 'account_id', label: 'Account', kind: 'uuid', hidden: true },
    { key: 'trader', column: 'trader_id', label: 'Trader', kind: 'uuid', hidden: true },
  ],
  range: { column: 'occurred_at', label: 'When' },
  sorts: { when: 'occurred_at', login: 'login', trader: 'trader_name' },
  defaultSort: '-when',
  exports: [
    { column: 'occurred_at', header: 'when', kind: 'when' },
    { column: 'kind', header: 'kind', kind: 'text' },
    { column: 'login', header: 'login', kind: 'login' },
    { column: 'trader_name', header: 'trader', kind: 'text' },
    { column: 'address', header: 'address', kind: 'code' },
    { column: 'device', header: 'machine', kind: 'code' },
    { column: 'client', header: 'program', kind: 'text' },
    { column: 'network_kind', header: 'network', kind: 'text' },
    { column: 'network_owner', header: 'owner', kind: 'text' },
    { column: 'network_source', header: 'by whose word', kind: 'text' },
    { column: 'source', header: 'told by', kind: 'text' },
    { column: 'id', header: 'event id', kind: 'code' },
  ],
};

export const networksList: ListDefinition = {
  name: 'networks',
  noun: ['network', 'networks'],
  path: '/ip-analysis/networks',
  view: 'ip_networks_list',
  key: ['id'],
  columns: ['id', 'network', 'version', 'kind', 'owner', 'source', 'read_on', 'imported_by_name', 'created_at'],
  search: { columns: ['network', 'owner', 'source'], placeholder: 'Network, owner or source' },
  scope: null,
  facets: [
    { key: 'kind', column: 'kind', label: 'Kind', kind: 'text', order: Object.keys(NETWORKS), labels: NETWORKS, isClosed: true },
    { key: 'source', column: 'source', label: 'Source', kind: 'text' },
    { key: 'version', column: 'version', label: 'IP version', kind: 'whole', order: ['4', '6'], isClosed: true },
  ],
  range: { column: 'read_at', label: 'Read' },
  sorts: { network: 'network', read: 'read_at', owner: 'owner' },
  defaultSort: 'network',
  exports: [
    { column: 'network', header: 'cidr', kind: 'code' },
    { column: 'kind', header: 'kind', kind: 'text' },
    { column: 'owner', header: 'owner', kind: 'text' },
    { column: 'source', header: 'source', kind: 'text' },
    { column: 'read_on', header: 'read_on', kind: 'text' },
  ],
};
