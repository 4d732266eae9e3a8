// Who may execute what: one line per function of `public`, by its signature. A function that is not here fails the test.
import { NOW, PHASE, ruleDocument } from '../db/stage';
import { CALLERS, ROLES, type Caller } from './callers';
import type { Firm } from './firm';

export interface Callable {
  may: readonly Caller[];
  /** Arguments that get past the check and then change as little as they can. */
  args: (firm: Firm, caller: Caller) => Record<string, unknown>;
}

const NO_ROW = '00000000-0000-4000-8000-0000000000ff';
const forService = (args: Record<string, unknown>): Callable => ({ may: ['service'], args: () => args });
const forStaff = (may: readonly Caller[], args: Callable['args']): Callable => ({ may, args });

export const FUNCTIONS: Record<string, Callable> = {
  // What staff do, by role.
  'add_note(uuid,text)': forStaff(['support', 'risk', 'finance', 'admin'], ({ accounts }) => ({
    p_account_id: accounts.trader,
    p_body: 'A note.',
  })),
  'dashboard()': forStaff(ROLES, () => ({})),
  'decide_transition(uuid,text,text)': forStaff(['risk', 'admin'], () => ({
    p_decision_id: NO_ROW,
    p_state: 'approved',
    p_reason: 'Tested.',
  })),
  'decide_violation(uuid,text,text)': forStaff(['risk', 'admin'], () => ({ p_id: NO_ROW, p_state: 'confirmed', p_reason: 'Tested.' })),
  'publish_rule_set(uuid,text,timestamp with time zone)': forStaff(['config', 'admin'], () => ({
    p_id: NO_ROW,
    p_checksum: '',
    p_now: NOW,
  })),
  'publish_setting(text,jsonb,timestamp with time zone)': forStaff(['config', 'finance', 'admin'], (_firm, caller) => ({
    p_key: `access_${caller.replace('-', '_')}`,
    p_value: { by: caller },
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

  // Answers whose rows depend on who asks.
  'get_cumulative_profit(uuid)': {
    may: CALLERS.filter((caller) => caller !== 'anon'),
    args: ({ accounts }) => ({ p_account_id: accounts.trader }),
  },
  'verify_events()': { may: ['admin', 'auditor', 'service'], args: () => ({}) },

  // The door, the judge and the worker.
  'accept_invite(jsonb)': forService({ p: { token_hash: 'unknown', auth_user_id: NO_ROW, email: 'x@access.test', now: NOW } }),
  'beat_batch(uuid,integer,integer,integer,timestamp with time zone)': forService({
    p_id: NO_ROW,
    p_ok: 0,
    p_failed: 0,
    p_skipped: 0,
    p_now: NOW,
  }),
  'begin_mail(uuid,timestamp with time zone)': forService({ p_id: NO_ROW, p_now: NOW }),
  'confirm_violation(uuid,timestamp with time zone)': forService({ p_id: NO_ROW, p_now: NOW }),
  'end_batch(uuid,jsonb)': forService({ p_id: NO_ROW, p: { state: 'done', ok: 0, failed: 0, skipped: 0, now: NOW } }),
  'health()': forService({}),
  'load_assessment(jsonb)': forService({ p: { accounts: [] } }),
  'load_connection(text)': forService({ p_slug: 'fast' }),
  'note_refusal(text,text)': forService({ p_slug: 'fast', p_code: 'access-test' }),
  'open_account(jsonb)': forService({ p: { platform: 'mt5', server: 'Demo', login: 'none', product_id: 'none', now: NOW } }),
  'open_job_review(jsonb)': forService({ p: { job_id: '1', task: 'test', payload: {}, attempts: 1, error: 'none', now: NOW } }),
  'park_message(jsonb)': forService({ p: { inbox_id: NO_ROW, answer: null, state: 'parked', error: null } }),
  'receive_inbox(jsonb)': forService({ p: { connection_id: NO_ROW, now: NOW } }),
  'record_assessment(jsonb)': forService({ p: { now: NOW, accounts: [], messages: [] } }),
  'record_login(uuid,text,text,text,boolean,timestamp with time zone)': forService({
    p_actor_id: null,
    p_email: 'x@access.test',
    p_ip: '203.0.113.9',
    p_user_agent: 'test',
    p_succeeded: false,
    p_now: NOW,
  }),
  'refresh_consistency_view()': forService({}),
  'register_trader(jsonb)': forService({ p: { email: 'x@access.test', now: NOW } }),
  'resume_batch(uuid,integer,timestamp with time zone)': forService({ p_id: NO_ROW, p_total: 0, p_now: NOW }),
  'settle_mail(jsonb)': forService({ p: { id: NO_ROW, state: 'sent', now: NOW } }),
  'start_batch(text,integer,timestamp with time zone)': forService({ p_kind: 'test', p_total: 0, p_now: NOW }),
  'take_rate(text,integer,integer,timestamp with time zone)': forService({ p_key: 'access', p_limit: 1, p_window_seconds: 1, p_now: NOW }),

  // The owner of the database alone, by hand.
  'migrate_accounts(text,text)': { may: [], args: () => ({ challenge_type: 'evaluation', reason: 'Tested.' }) },
};

export const nameOf = (signature: string): string => signature.slice(0, signature.indexOf('('));
