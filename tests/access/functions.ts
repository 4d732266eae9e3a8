// Who may execute what: one line per function of `public`, by its signature, here or in the parts it spreads. A function without a line
// fails the test, by SQL and through the API alike.
import { NOW, PHASE, ruleDocument } from '../db/stage';
import { forService, forStaff, NO_ROW, type Callable } from './callable';
import { CALLERS, ROLES } from './callers';
import { ABUSE_FUNCTIONS } from './functions-abuse';
import { DESK_FUNCTIONS } from './functions-desk';
import { INTEGRATION_FUNCTIONS } from './functions-integrations';
import { IP_FUNCTIONS } from './functions-ip';
import { MAIL_FUNCTIONS } from './functions-mail';
import { MONEY_FUNCTIONS } from './functions-money';
import { DEED_FUNCTIONS } from './functions-deeds';
import { PEOPLE_FUNCTIONS } from './functions-people';
import { SALES_FUNCTIONS } from './functions-sales';

export const FUNCTIONS: Record<string, Callable> = {
  // What staff do, by role.
  'add_note(uuid,text)': forStaff(['support', 'risk', 'finance', 'admin'], ({ accounts }) => ({
    p_account_id: accounts.trader,
    p_body: 'A note.',
  })),
  'dashboard_part(text)': forStaff(ROLES, () => ({ p_part: 'accounts' })),
  'decide_transition(uuid,text,text)': forStaff(['risk', 'admin'], () => ({
    p_decision_id: NO_ROW,
    p_state: 'approved',
    p_reason: 'Tested.',
  })),
  'decide_violation(uuid,text,text)': forStaff(['risk', 'admin'], () => ({ p_id: NO_ROW, p_state: 'confirmed', p_reason: 'Tested.' })),
  'own_batch(uuid,timestamp with time zone)': forStaff(['risk', 'admin'], () => ({ p_id: NO_ROW, p_now: NOW })),
  'stop_batch(uuid,timestamp with time zone)': forStaff(['risk', 'admin'], () => ({ p_id: NO_ROW, p_now: NOW })),
  'publish_rule_set(uuid,text,timestamp with time zone)': forStaff(['config', 'admin'], () => ({
    p_id: NO_ROW,
    p_checksum: '',
    p_now: NOW,
  })),
  // Another value for each, or the second caller would publish what the first proposed.
  'publish_setting(text,jsonb,timestamp with time zone)': forStaff(['config', 'finance', 'admin'], (_firm, caller) => ({
    p_key: 'churn',
    p_value: { days: 30 + CALLERS.indexOf(caller) },
    p_now: NOW,
  })),
  'import_holidays(jsonb,timestamp with time zone)': forStaff(['config', 'admin'], () => ({
    p: { source: 'desk', calendar: 'us', rows: [], dry_run: true },
    p_now: NOW,
  })),
  'judge_anew(jsonb,timestamp with time zone)': forStaff(['config', 'admin'], () => ({
    p: { rules: [], since: NOW, reason: 'Tested.' },
    p_now: NOW,
  })),
  'import_news(jsonb,timestamp with time zone)': forStaff(['config', 'admin'], () => ({
    p: { source: 'desk', rows: [], dry_run: true },
    p_now: NOW,
  })),
  'import_rates(jsonb,timestamp with time zone)': forStaff(['config', 'admin'], () => ({
    p: { source: 'desk', rows: [], dry_run: true },
    p_now: NOW,
  })),
  'save_symbol(jsonb,timestamp with time zone)': forStaff(['config', 'admin'], (_firm, caller) => ({
    p: { code: caller.toUpperCase().replace(/[^A-Z]/g, ''), class: 'forex', aliases: [] },
    p_now: NOW,
  })),
  'save_rule_set(jsonb)': forStaff(['config', 'admin'], () => ({ p: { phase_id: PHASE, rules: JSON.parse(ruleDocument(3)) as unknown } })),
  'migrate_phase(uuid,uuid,text,text,timestamp with time zone)': forStaff(['config', 'admin'], () => ({
    p_phase_id: NO_ROW,
    p_rule_set_id: NO_ROW,
    p_reason: 'Tested.',
    p_consent: 'none',
    p_now: NOW,
  })),
  'risk_accounts(jsonb)': forStaff(['risk', 'config', 'finance', 'admin', 'auditor'], () => ({ p: {} })),
  'risk_analysis()': forStaff(['risk', 'config', 'finance', 'admin', 'auditor'], () => ({})),
  'approve_payout(uuid,bigint,text)': forStaff(['finance', 'admin'], () => ({ p_id: NO_ROW, p_version: 1, p_digest: '' })),
  'reject_payout(uuid,bigint,text)': forStaff(['finance', 'admin'], () => ({ p_id: NO_ROW, p_version: 1, p_reason: 'Tested.' })),
  'payout_seen(uuid)': forStaff(['finance', 'risk', 'support', 'admin', 'auditor'], () => ({ p_id: NO_ROW })),
  'payout_digests(uuid[])': forStaff(['finance', 'risk', 'support', 'admin', 'auditor'], () => ({ p_ids: [NO_ROW] })),
  'payout_figures(timestamp with time zone)': forStaff(['finance', 'risk', 'support', 'admin', 'auditor'], () => ({ p_now: NOW })),
  'take_payout_file(uuid)': forStaff(['finance', 'admin'], () => ({ p_id: NO_ROW })),
  'mark_payout(uuid,bigint,text,text)': forStaff(['finance', 'admin'], () => ({
    p_id: NO_ROW,
    p_version: 1,
    p_outcome: 'paid',
    p_reference: 'Tested.',
  })),
  'cancel_payout(uuid)': { may: ['trader', 'stranger'], args: () => ({ p_id: NO_ROW }) },
  'confirm_platform_order(uuid,text)': forStaff(['risk', 'admin'], () => ({ p_id: NO_ROW, p_reason: 'Tested.' })),
  'connect_account(jsonb)': forStaff(['config', 'admin'], () => ({
    p: { platform: 'mt5', login: 'x', firm: 'no-such', account_type: 'eval' },
  })),
  'scale_tests()': forStaff(['risk', 'config', 'admin', 'auditor'], () => ({})),
  'save_view(text,text,text,jsonb,boolean)': forStaff(ROLES, () => ({
    p_page: 'trades',
    p_name: 'Mine',
    p_query: '',
    p_columns: [],
    p_is_shared: false,
  })),
  'transition_account(uuid,bigint,text,text)': forStaff(['risk', 'admin'], ({ accounts }) => ({
    p_id: accounts.trader,
    p_version: 1,
    p_status: 'blocked',
    p_reason: 'Tested.',
  })),

  ...ABUSE_FUNCTIONS,
  ...DESK_FUNCTIONS,
  ...DEED_FUNCTIONS,
  ...MAIL_FUNCTIONS,
  ...MONEY_FUNCTIONS,
  ...PEOPLE_FUNCTIONS,
  ...INTEGRATION_FUNCTIONS,
  ...IP_FUNCTIONS,
  ...SALES_FUNCTIONS,

  // Answers whose rows depend on who asks.
  'get_cumulative_profit(uuid)': {
    may: CALLERS.filter((caller) => caller !== 'anon'),
    args: ({ accounts }) => ({ p_account_id: accounts.trader }),
  },

  // The door, the judge and the worker.
  'begin_payout(jsonb)': forService({ p: { payout_id: NO_ROW, now: NOW } }),
  'load_payout_basis(jsonb)': forService({ p: { account_id: NO_ROW, now: NOW } }),
  'carried_payouts(text,timestamp with time zone)': forService({ p_provider: 'bank', p_now: NOW }),
  'store_payout_file(jsonb)': forService({ p: { provider: 'bank', payout_ids: [], made_by: NO_ROW, now: NOW } }),
  'simulate_transfer(jsonb)': forService({ p: { key: 'none' } }),
  'weigh_scaling(jsonb)': forService({ p: { account_id: NO_ROW, account_version: 1, refusals: [], next_cents: 1, now: NOW } }),
  'tend_payouts(timestamp with time zone)': forService({ p_now: NOW }),
  'recompute_payout(jsonb)': forService({ p: { payout_id: NO_ROW, now: NOW } }),
  'release_by_policy(jsonb)': forService({ p: { payout_id: NO_ROW, now: NOW } }),
  'request_payout(jsonb)': forService({ p: { account_id: NO_ROW, account_version: 1, trader_id: NO_ROW, request_key: 'k', now: NOW } }),
  'save_beneficiary(jsonb)': forService({ p: { id: NO_ROW, trader_id: NO_ROW, provider: 'bank', now: NOW } }),
  'settle_payout(jsonb)': forService({ p: { payout_id: NO_ROW, kind: 'sent', now: NOW } }),
  'begin_platform_order(uuid,timestamp with time zone)': forService({ p_id: NO_ROW, p_now: NOW }),
  'load_pull(uuid,uuid)': forService({ p_connection_id: NO_ROW, p_account_id: null }),
  'pull_feeds(timestamp with time zone)': forService({ p_now: NOW }),
  'settle_platform_order(jsonb)': forService({ p: { order_id: NO_ROW, outcome: 'acknowledged', now: NOW } }),
  'settle_pull(jsonb)': forService({ p: { connection_id: NO_ROW, now: NOW } }),
  'take_key(jsonb)': forService({ p: { actor_id: NO_ROW, key: 'k', request_sha256: 'x', now: NOW } }),
  'settle_key(jsonb)': forService({ p: { actor_id: NO_ROW, key: 'k', answer: null, now: NOW } }),
  'activate_account(jsonb)': forService({ p: { account_id: NO_ROW, login: '1', now: NOW } }),
  'issue_login(uuid)': forService({ p_account_id: NO_ROW }),
  'load_provision(uuid)': forService({ p_account_id: NO_ROW }),
  'pass_phase(uuid,timestamp with time zone)': forService({ p_review_id: NO_ROW, p_now: NOW }),
  'refuse_provision(jsonb)': forService({ p: { account_id: NO_ROW, code: 'x', message: 'x', now: NOW } }),
  'tend_lifecycle(timestamp with time zone)': forService({ p_now: NOW }),
  'beat_batch(uuid,integer,integer,integer,timestamp with time zone)': forService({
    p_id: NO_ROW,
    p_ok: 0,
    p_failed: 0,
    p_skipped: 0,
    p_now: NOW,
  }),
  'certify_rule_set(jsonb)': forService({ p: { rule_set_id: NO_ROW } }),
  'begin_mail(uuid,timestamp with time zone)': forService({ p_id: NO_ROW, p_now: NOW }),
  'confirm_violation(uuid,timestamp with time zone)': forService({ p_id: NO_ROW, p_now: NOW }),
  'end_batch(uuid,jsonb)': forService({ p_id: NO_ROW, p: { state: 'done', ok: 0, failed: 0, skipped: 0, now: NOW } }),
  'health()': forService({}),
  'may_judge()': { may: CALLERS.filter((caller) => caller !== 'anon'), args: () => ({}) },
  'tell_trade(jsonb)': forService({ p: { account_id: NO_ROW, raised_key: '', position_id: '', now: NOW } }),
  'load_assessment(jsonb)': forService({ p: { accounts: [] } }),
  'load_market(bigint,timestamp with time zone)': forService({ p_version: 1, p_since: NOW }),
  'load_connection(text)': forService({ p_slug: 'fast' }),
  'note_refusal(text,text)': forService({ p_slug: 'fast', p_code: 'access-test' }),
  'open_account(jsonb)': forService({ p: { platform: 'mt5', server: 'Demo', login: 'none', product_id: 'none', now: NOW } }),
  'take_call(text,text,timestamp with time zone)': forService({ p_caller: 'none', p_access: 'read', p_now: NOW }),
  'job_went_well(text,timestamp with time zone)': forService({ p_task: 'none', p_now: NOW }),
  'open_job_review(jsonb)': forService({ p: { job_id: '1', task: 'test', payload: {}, attempts: 1, error: 'none', now: NOW } }),
  'park_message(jsonb)': forService({ p: { inbox_id: NO_ROW, answer: null, state: 'parked', error: null } }),
  'receive_inbox(jsonb)': forService({ p: { connection_id: NO_ROW, now: NOW } }),
  'record_assessment(jsonb)': forService({ p: { now: NOW, accounts: [], messages: [] } }),
  'refresh_consistency_view()': forService({}),
  'refresh_statistics()': forService({}),
  'resume_batch(uuid,integer,timestamp with time zone)': forService({ p_id: NO_ROW, p_total: 0, p_now: NOW }),
  'settle_mail(jsonb)': forService({ p: { id: NO_ROW, state: 'sent', now: NOW } }),
  'start_batch(text,integer,timestamp with time zone)': forService({ p_kind: 'test', p_total: 0, p_now: NOW }),
  'take_rate(text,integer,integer,timestamp with time zone)': forService({ p_key: 'access', p_limit: 1, p_window_seconds: 1, p_now: NOW }),

  // The owner of the database alone, by hand.
  'migrate_accounts(text,text)': { may: [], args: () => ({ challenge_type: 'evaluation', reason: 'Tested.' }) },
};

export const nameOf = (signature: string): string => signature.slice(0, signature.indexOf('('));
