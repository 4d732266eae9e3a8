// Who may read and call what, written down before it is asked of the catalogue. Whatever the catalogue has and this page has not, fails.
import { ROLES, type StaffRole } from './stage';

/** Rows a person gets: every one, a part (their own, or their kinds), none, or a refusal by the grant itself. */
export type Cell = 'all' | 'some' | 'none' | 'denied';
export interface Readers {
  staff: Partial<Record<StaffRole, Cell>> & { rest: Cell };
  trader: Cell;
  /** Signed in, but neither staff nor trader any more. */
  stranger: Cell;
}

const everyStaff: Readers = { staff: { rest: 'all' }, trader: 'none', stranger: 'none' };
const ofAccount: Readers = { staff: { rest: 'all' }, trader: 'some', stranger: 'none' };
const everybody: Readers = { staff: { rest: 'all' }, trader: 'all', stranger: 'all' };
const only = (...roles: StaffRole[]): Readers => ({
  staff: { ...Object.fromEntries(roles.map((role) => [role, 'all' as const])), rest: 'none' },
  trader: 'none',
  stranger: 'none',
});
const nobody: Readers = { staff: { rest: 'denied' }, trader: 'denied', stranger: 'denied' };
const trades: Readers = { ...ofAccount, staff: { config: 'none', rest: 'all' } };
const spine: Readers = { staff: { auditor: 'all', admin: 'all', rest: 'some' }, trader: 'some', stranger: 'none' };
const rawMessages = only('risk', 'config', 'admin', 'auditor', 'support');

export const RELATIONS: Record<string, Readers> = {
  'public.account_checkpoints': ofAccount,
  'public.account_decisions': everyStaff,
  'public.account_events': ofAccount,
  'public.account_facts': ofAccount,
  'public.account_notes': everyStaff,
  'public.account_state_snapshots': ofAccount,
  'public.account_transitions': everyStaff,
  'public.accounts': ofAccount,
  'public.accounts_list': ofAccount,
  'public.balance_operations': ofAccount,
  'public.batch_runs': only('risk', 'config', 'admin', 'auditor'),
  'public.challenge_types': everybody,
  'public.connected_accounts': ofAccount,
  'public.connections': everyStaff,
  'public.daily_stats': ofAccount,
  'public.equity_marks': ofAccount,
  'public.events': spine,
  'public.funded_accounts': ofAccount,
  'public.funded_virtual_accounts': ofAccount,
  'public.inbox': rawMessages,
  'public.inbox_conflicts': rawMessages,
  'public.ingest_conflicts': everyStaff,
  'public.login_events': { staff: { admin: 'all', auditor: 'all', rest: 'none' }, trader: 'some', stranger: 'none' },
  'public.mail_deliveries': only('support', 'config', 'admin', 'auditor', 'risk'),
  'public.mail_templates': everyStaff,
  'public.phases': everybody,
  'public.positions': ofAccount,
  'public.positions_list': ofAccount,
  'public.reviews': {
    staff: { risk: 'all', admin: 'all', auditor: 'all', support: 'some', finance: 'some', config: 'some', rest: 'none' },
    trader: 'none',
    stranger: 'none',
  },
  'public.risk_rules_config': nobody,
  'public.risk_violations': ofAccount,
  'public.rule_sets': { staff: { rest: 'all' }, trader: 'some', stranger: 'none' },
  'public.rule_sets_list': { staff: { rest: 'all' }, trader: 'some', stranger: 'none' },
  'public.saved_views': { staff: { risk: 'all', rest: 'some' }, trader: 'none', stranger: 'none' },
  'public.settings': everyStaff,
  'public.staff': everyStaff,
  'public.staff_invites': only('admin', 'auditor'),
  'public.symbols': everybody,
  'public.timeline': spine,
  'public.trade_consistency_snapshot': ofAccount,
  'public.traders': ofAccount,
  'public.traders_list': ofAccount,
  'public.trades': trades,
  'public.trades_list': trades,
  'public.violations_list': ofAccount,
  'private.consistency_by_account': nobody,
  'private.equity_marks_default': nobody,
  'private.ingest_counters': nobody,
  'private.rate_windows': nobody,
  'private.risk_book': nobody,
  'private.batch_progress': nobody,
  'private.declared_grants': nobody,
  'private.worker_beats': nobody,
};

/** Functions somebody besides the owner may execute; every other one is the owner's alone. */
const STAFF = ['authenticated'];
const SERVICE = ['service_role'];
const BOTH = ['authenticated', 'service_role'];
export const FUNCTIONS: Record<string, string[]> = {
  'private.contact_email': BOTH,
  'private.is_staff': BOTH,
  'private.major': BOTH,
  'private.minor_digits': BOTH,
  'private.sees_contact': BOTH,
  'private.staff_role': BOTH,
  'private.trader_id': BOTH,
  'private.uid': BOTH,
  'public.accept_invite': SERVICE,
  'public.add_note': STAFF,
  'public.beat_batch': SERVICE,
  'public.begin_mail': SERVICE,
  'public.confirm_violation': SERVICE,
  'public.dashboard': STAFF,
  'public.decide_transition': STAFF,
  'public.decide_violation': STAFF,
  'public.end_batch': SERVICE,
  'public.get_cumulative_profit': BOTH,
  'public.health': SERVICE,
  'public.load_assessment': SERVICE,
  'public.load_connection': SERVICE,
  'public.migrate_phase': STAFF,
  'public.note_refusal': SERVICE,
  'public.open_account': SERVICE,
  'public.open_job_review': SERVICE,
  'public.park_message': SERVICE,
  'public.publish_rule_set': STAFF,
  'public.publish_setting': STAFF,
  'public.receive_inbox': SERVICE,
  'public.record_assessment': SERVICE,
  'public.record_login': SERVICE,
  'public.refresh_consistency_view': SERVICE,
  'public.register_trader': SERVICE,
  'public.resume_batch': SERVICE,
  'public.risk_accounts': STAFF,
  'public.risk_analysis': STAFF,
  'public.save_rule_set': STAFF,
  'public.save_view': STAFF,
  'public.scale_tests': STAFF,
  'public.settle_mail': SERVICE,
  'public.start_batch': SERVICE,
  'public.take_rate': SERVICE,
  'public.transition_account': STAFF,
  'public.verify_events': BOTH,
};

/** Staff functions and who passes their first line; everybody else is told `not-allowed`, before anything is read. */
export const DEEDS: { call: string; may: StaffRole[] }[] = [
  { call: `public.dashboard()`, may: [...ROLES] },
  { call: `public.add_note(gen_random_uuid(), 'x')`, may: ['support', 'risk', 'finance', 'admin'] },
  { call: `public.decide_violation(gen_random_uuid(), 'confirmed', 'x')`, may: ['risk', 'admin'] },
  { call: `public.transition_account(gen_random_uuid(), 1, 'failed', 'x')`, may: ['risk', 'admin'] },
  { call: `public.decide_transition(gen_random_uuid(), 'approved', 'x')`, may: ['risk', 'admin'] },
  { call: `public.save_rule_set('{}')`, may: ['config', 'admin'] },
  { call: `public.publish_rule_set(gen_random_uuid(), 'x', now())`, may: ['config', 'admin'] },
  { call: `public.publish_setting('payout_policy', '{}', now())`, may: ['config', 'finance', 'admin'] },
  { call: `public.save_view('/accounts', 'x', '', '[]', false)`, may: [...ROLES] },
  { call: `public.migrate_phase(gen_random_uuid(), gen_random_uuid(), 'x', 'x', now())`, may: ['config', 'admin'] },
  { call: `public.risk_analysis()`, may: ['risk', 'config', 'finance', 'admin', 'auditor'] },
  { call: `public.risk_accounts('{}')`, may: ['risk', 'config', 'finance', 'admin', 'auditor'] },
  { call: `public.scale_tests()`, may: ['risk', 'config', 'admin', 'auditor'] },
  { call: `public.verify_events()`, may: ['admin', 'auditor'] },
];
