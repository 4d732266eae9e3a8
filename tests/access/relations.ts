// Who sees which rows of what: one line per table and view of `public`. A relation that is not here fails the test, so nobody can add
// one without saying who may read it. Written from what each page is for, not read back from the policies it tests.
import type { Caller, StaffRole } from './callers';
import { CALLERS, ROLES } from './callers';

/** `own`: the rows its `own` says are the caller's. `none`: an empty answer. `refused`: an error. A condition: the rows that meet it. */
export type Sight = 'all' | 'own' | 'none' | 'refused' | { where: string };

export interface Relation {
  /** Columns that tell its rows apart. */
  key: string;
  /** Which rows are the caller's, with `$trader` and `$user` standing for who they are. */
  own?: string;
  /** The column the write tests aim at, where the first of the key is one that Postgres itself fills. */
  writes?: string;
  /** Columns nobody may read with any token. */
  hidden?: string[];
  sight: Record<Caller, Sight>;
}

const isStaff = (caller: Caller): caller is StaffRole => ROLES.some((role) => role === caller);

/** Staff by role or all alike, the two traders alike, whoever is signed in and neither. A key alone never reads; the service reads all. */
function seen(staff: Sight | Partial<Record<StaffRole, Sight>>, trader: Sight = 'none', signedIn: Sight = 'none'): Record<Caller, Sight> {
  const sightOf = (caller: Caller): Sight => {
    if (caller === 'service') return 'all';
    if (caller === 'anon') return 'refused';
    if (caller === 'trader' || caller === 'stranger') return trader;
    if (!isStaff(caller)) return signedIn;
    return typeof staff === 'string' || 'where' in staff ? (staff as Sight) : (staff[caller] ?? 'none');
  };
  return Object.fromEntries(CALLERS.map((caller) => [caller, sightOf(caller)])) as Record<Caller, Sight>;
}

const OF_ACCOUNT = 'account_id in (select a.id from public.accounts a where a.trader_id = $trader)';
const ofAccount = (key: string, staff: Parameters<typeof seen>[0] = 'all'): Relation => ({
  key,
  own: OF_ACCOUNT,
  sight: seen(staff, 'own'),
});
const ofTrader = (key: string, own: string): Relation => ({ key, own, sight: seen('all', 'own') });
const forStaff = (key: string, staff: Parameters<typeof seen>[0] = 'all'): Relation => ({ key, sight: seen(staff) });
const forEverybody = (key: string): Relation => ({ key, sight: seen('all', 'all', 'all') });

const NOT_CONFIG = { viewer: 'all', support: 'all', risk: 'all', finance: 'all', admin: 'all', auditor: 'all' } as const;
const RAW = { support: 'all', risk: 'all', config: 'all', admin: 'all', auditor: 'all' } as const;
/** Those who sell, help, count or audit. */
const SALES = { support: 'all', finance: 'all', config: 'all', admin: 'all', auditor: 'all' } as const;
/** Those who run, use or audit what leaves to listeners. */
const HEARD = { support: 'all', risk: 'all', finance: 'all', config: 'all', admin: 'all', auditor: 'all' } as const;
const IDENTITY = { support: 'all', risk: 'all', finance: 'all', admin: 'all', auditor: 'all' } as const;
/** Those who pay, help with it, or count it. */
const MONEY = { finance: 'all', risk: 'all', support: 'all', admin: 'all', auditor: 'all' } as const;
const PAYING = { finance: 'all', risk: 'all', admin: 'all', auditor: 'all' } as const;
const FILES = { finance: 'all', admin: 'all', auditor: 'all' } as const;
const ofPayee = (key: string): Relation => ({ key, own: 'trader_id = $trader', sight: seen(MONEY, 'own') });
/** Those who judge access, help with it (addresses masked) or audit. */
const ACCESS = { risk: 'all', support: 'all', admin: 'all', auditor: 'all' } as const;
const kinds = (...names: string[]): Sight => ({ where: `kind in (${names.map((name) => `'${name}'`).join(', ')})` });

/** The whole trail is for those who audit; the others read what concerns an account, a trader or a rule set. */
const CONCERNING = { where: `account_id is not null or trader_id is not null or stream like 'rule-set:%'` };
const TRAIL: Relation = {
  key: 'id',
  writes: 'kind',
  own: `${OF_ACCOUNT} and actor_kind <> 'staff' and kind ~ '^(account|rule|payout|trade)[.]'`,
  sight: seen(
    { viewer: CONCERNING, support: CONCERNING, risk: CONCERNING, finance: CONCERNING, config: CONCERNING, admin: 'all', auditor: 'all' },
    'own',
  ),
};

const AUDITORS = { admin: 'all', auditor: 'all' } as const;
/** Sign-ins: those who audit see all, risk those of traders and its own, everybody else their own. */
const SIGN_INS: Relation = {
  key: 'id',
  writes: 'email',
  own: 'actor_id = $user',
  sight: seen(
    {
      ...{ viewer: 'own', support: 'own', finance: 'own', config: 'own' },
      ...AUDITORS,
      risk: { where: 'actor_id = $user or actor_id in (select t.auth_user_id from public.traders t)' },
    },
    'own',
    'own',
  ),
};

/** Those who judge who trades as one. */
const ABUSE = { risk: 'all', admin: 'all', auditor: 'all' } as const;
const SIGNALS = { ...ABUSE, support: kinds('shared_ip', 'shared_device') } as const;

/** Groups that are shared, and one's own. */
const GROUPS_SEEN = (id: string): Sight => ({
  where: `${id} in (select g.id from public.account_groups g where g.is_shared or g.made_by = $user)`,
});

export const RELATIONS: Record<string, Relation> = {
  abuse_matches: { ...forStaff('id', ABUSE), writes: 'symbol' },
  abuse_scans: { ...forStaff('id', ABUSE), writes: 'mode' },
  abuse_signals: { ...forStaff('id', SIGNALS), writes: 'summary' },
  copy_pairs_list: forStaff('id', ABUSE),
  matches_list: forStaff('id', ABUSE),
  trade_flags: { ...forStaff('trade_id', NOT_CONFIG), writes: 'reason' },
  payout_bars: { ...forStaff('id', PAYING), writes: 'reason' },
  signals_list: forStaff('id', SIGNALS),
  account_group_members: forStaff('group_id,account_id', GROUPS_SEEN('group_id')),
  account_groups: forStaff('id', GROUPS_SEEN('id')),
  account_groups_list: forStaff('id', GROUPS_SEEN('id')),
  bulk_deed_accounts: { ...forStaff('deed_id,account_id'), writes: 'outcome' },
  bulk_deeds: { ...forStaff('id'), writes: 'reason' },
  account_checkpoints: ofAccount('account_id,trading_day'),
  account_decisions: forStaff('id'),
  account_events: ofAccount('account_id,kind,external_id'),
  account_facts: ofAccount('account_id'),
  account_notes: forStaff('id'),
  account_state_snapshots: ofAccount('id'),
  account_transitions: forStaff('from_status,to_status,actor_kind'),
  anchor_acknowledgements: { ...forStaff('anchor_id', AUDITORS), writes: 'reason' },
  anchors: { ...forStaff('id', AUDITORS), writes: 'head' },
  audit_list: TRAIL,
  accounts: { ...ofTrader('id', 'trader_id = $trader'), hidden: ['copy_flag'] },
  accounts_list: ofTrader('id', 'trader_id = $trader'),
  balance_operations: ofAccount('id'),
  batch_runs: forStaff('id', { risk: 'all', config: 'all', admin: 'all', auditor: 'all' }),
  challenge_types: forEverybody('id'),
  connected_accounts: ofTrader('id', 'user_id = $trader'),
  connections: { ...forStaff('id'), hidden: ['signing_secrets', 'credentials'] },
  daily_stats: ofAccount('account_id,trading_day'),
  equity_marks: ofAccount('account_id,low_cents'),
  endings_list: { key: 'id', own: `${OF_ACCOUNT} and actor_kind <> 'staff'`, sight: seen('all', 'own') },
  events: { ...TRAIL, hidden: ['address'] },
  funded_accounts: ofTrader('id', 'user_id = $trader'),
  fx_rates: forEverybody('id'),
  funded_virtual_accounts: ofTrader('id', 'id in (select a.id from public.accounts a where a.trader_id = $trader)'),
  kyc_reports: forStaff('id', IDENTITY),
  kyc_transitions: forStaff('from_status,to_status,actor_kind'),
  outbound_attempts: { ...forStaff('id', HEARD), writes: 'error' },
  outbound_deliveries: { ...forStaff('id', HEARD), writes: 'topic' },
  outbound_endpoints: { ...forStaff('id'), writes: 'name', hidden: ['secrets'] },
  outbound_endpoints_list: { ...forStaff('id'), writes: 'name' },
  order_returns: forStaff('id', SALES),
  order_transitions: forStaff('from_state,to_state'),
  orders: forStaff('id', SALES),
  orders_list: forStaff('id', SALES),
  inbox: forStaff('id', RAW),
  idempotency_keys: { key: 'actor_id,key', writes: 'request_sha256', sight: seen('refused', 'refused', 'refused') },
  inbox_conflicts: forStaff('id', RAW),
  inbox_deeds: { ...forStaff('id', RAW), writes: 'reason' },
  held_messages: forStaff('id', RAW),
  ingest_conflicts: forStaff('id'),
  list_columns: { key: 'staff_id', writes: 'page', own: 'staff_id = $user', sight: seen('own') },
  login_events: SIGN_INS,
  logins_list: SIGN_INS,
  mail_deliveries: { ...forStaff('id', RAW), hidden: ['to_email', 'context', 'words'] },
  deliveries_list: forStaff('id', RAW),
  legal_holds: { ...forStaff('id'), writes: 'reason' },
  legal_notices: forStaff('id', RAW),
  mail_templates: forStaff('id'),
  market_holidays: forEverybody('id'),
  market_imports: forStaff('id'),
  news_events: forEverybody('id'),
  phases: forEverybody('id'),
  beneficiaries: { ...ofPayee('id'), hidden: ['destination'] },
  beneficiary_edits: forStaff('id', PAYING),
  ledger_entries: { ...forStaff('id', MONEY), writes: 'ledger_account' },
  ledger_transactions: forStaff('id', MONEY),
  payable_balances: ofPayee('trader_id,currency'),
  payout_approvals: forStaff('id', PAYING),
  payout_conclusions: forStaff('id', PAYING),
  payout_stops: forStaff('id', PAYING),
  payout_export_lines: forStaff('export_id,payout_id', FILES),
  payout_adjustments: forStaff('id', FILES),
  payout_differences: forStaff('id', FILES),
  payout_differences_list: forStaff('id', FILES),
  payout_exports: { ...forStaff('id', FILES), hidden: ['bytes'] },
  payout_files_list: forStaff('id', FILES),
  payout_statement_lines: forStaff('statement_id,line', FILES),
  payout_statements: { ...forStaff('id', FILES), hidden: ['bytes'] },
  payout_statements_list: forStaff('id', FILES),
  payouts: ofPayee('id'),
  payouts_list: ofPayee('id'),
  access_pairs_list: forStaff('id', ACCESS),
  ip_allowances: forStaff('id', { risk: 'all', admin: 'all', auditor: 'all' }),
  ip_events: { ...forStaff('id', ACCESS), hidden: ['ip'] },
  ip_events_list: forStaff('id', ACCESS),
  ip_networks: forStaff('id', ACCESS),
  ip_networks_list: forStaff('id', ACCESS),
  ip_origins: { ...forStaff('id', ACCESS), hidden: ['origin'] },
  platform_orders: forStaff('id'),
  positions: ofAccount('account_id,position_id'),
  positions_list: ofAccount('account_id,position_id'),
  reviews: forStaff('id', {
    support: kinds('kyc', 'order'),
    finance: kinds('payout'),
    config: kinds('data', 'job', 'inbox'),
    risk: 'all',
    admin: 'all',
    auditor: 'all',
  }),
  review_counts: forStaff('kind', {
    support: kinds('kyc', 'order'),
    finance: kinds('payout'),
    config: kinds('data', 'job', 'inbox'),
    risk: 'all',
    admin: 'all',
    auditor: 'all',
  }),
  reviews_list: forStaff('id', {
    support: kinds('kyc', 'order'),
    finance: kinds('payout'),
    config: kinds('data', 'job', 'inbox'),
    risk: 'all',
    admin: 'all',
    auditor: 'all',
  }),
  risk_rules_config: {
    key: 'rule_set_id',
    sight: Object.fromEntries(CALLERS.map((caller) => [caller, 'refused'])) as Record<Caller, Sight>,
  },
  risk_violations: ofAccount('id'),
  rule_sets: { key: 'id', sight: seen('all', { where: `state <> 'draft'` }) },
  rule_sets_list: { key: 'id', sight: seen('all', { where: `state <> 'draft'` }) },
  saved_views: { key: 'id', own: 'staff_id = $user or is_shared', sight: seen('own') },
  settings: forStaff('id'),
  staff: forStaff('id'),
  staff_alerts: {
    ...forStaff('id', {
      ...Object.fromEntries(ROLES.map((role) => [role, { where: `'${role}' = any (roles)` }])),
      ...AUDITORS,
    }),
    writes: 'title',
  },
  staff_invites: { ...forStaff('id', { admin: 'all', auditor: 'all' }), hidden: ['token_hash'] },
  symbols: forEverybody('code'),
  timeline: TRAIL,
  trade_consistency_snapshot: ofAccount('id'),
  trader_erasures: { ...forStaff('id'), writes: 'reason' },
  trader_invites: forStaff('id'),
  trader_notes: forStaff('id'),
  traders: { ...ofTrader('id', 'id = $trader'), hidden: ['email'] },
  traders_list: ofTrader('id', 'id = $trader'),
  trades: ofAccount('id', NOT_CONFIG),
  trades_list: ofAccount('id', NOT_CONFIG),
  violations_list: ofAccount('id'),
  withdrawals: { ...ofPayee('id'), own: 'user_id = $trader' },
};
