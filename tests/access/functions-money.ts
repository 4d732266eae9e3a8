// Who may execute what of payout files, statements and their differences: part of the one table in functions.ts.
import { NOW } from '../db/stage';
import { forService, forStaff, NO_ROW, type Callable } from './callable';

export const MONEY_FUNCTIONS: Record<string, Callable> = {
  'payouts_to_carry(timestamp with time zone)': forStaff(['finance', 'admin', 'auditor'], () => ({ p_now: NOW })),
  'payout_file_seen(uuid)': forStaff(['finance', 'admin', 'auditor'], () => ({ p_id: NO_ROW })),
  'payouts_to_sign(uuid[])': forStaff(['finance', 'admin'], () => ({ p_ids: [NO_ROW] })),
  'pay_again(uuid,bigint,text)': forStaff(['finance', 'admin'], () => ({ p_id: NO_ROW, p_version: 1, p_reason: 'Tested.' })),
  'payout_repayment(uuid)': forStaff(['finance', 'risk', 'support', 'admin', 'auditor'], () => ({ p_id: NO_ROW })),
  'provider_balances()': forStaff(['finance', 'admin', 'auditor'], () => ({})),
  'decide_difference(uuid,bigint,text,text)': forStaff(['finance', 'admin'], () => ({
    p_id: NO_ROW,
    p_version: 1,
    p_decision: 'explained',
    p_note: 'Tested.',
  })),
  'propose_adjustment(jsonb)': forStaff(['finance', 'admin'], () => ({ p: { difference_id: NO_ROW, version: 1, reason: 'Tested.' } })),
  'decide_adjustment(uuid,text,text)': forStaff(['finance', 'admin'], () => ({ p_id: NO_ROW, p_decision: 'booked', p_reason: 'Tested.' })),
  'withdrawals_of(uuid,timestamp with time zone,uuid,integer)': {
    may: ['viewer', 'support', 'risk', 'finance', 'config', 'admin', 'auditor', 'trader', 'stranger'],
    args: () => ({ p_account_id: NO_ROW }),
  },
  'payout_deeds(uuid)': forStaff(['finance', 'risk', 'support', 'admin', 'auditor'], () => ({ p_id: NO_ROW })),
  'hold_payout(uuid,bigint,text)': forStaff(['finance', 'risk', 'admin'], () => ({ p_id: NO_ROW, p_version: 1, p_reason: 'Tested.' })),
  'release_hold(uuid,text)': forStaff(['finance', 'risk', 'admin'], () => ({ p_id: NO_ROW, p_reason: 'Tested.' })),
  'propose_conclusion(uuid,text,text,text)': forStaff(['finance', 'admin'], () => ({
    p_id: NO_ROW,
    p_state: 'unknown',
    p_outcome: 'paid',
    p_evidence: 'Tested.',
  })),
  'conclude_payout(uuid,text,text)': forStaff(['finance', 'admin'], () => ({
    p_conclusion: NO_ROW,
    p_decision: 'refused',
    p_reason: 'Tested.',
  })),

  'payout_to_check(uuid,timestamp with time zone)': forService({ p_id: NO_ROW, p_now: NOW }),
  'drop_changed_payouts(text,timestamp with time zone)': forService({ p_provider: 'rise', p_now: NOW }),
  'payouts_of_statement(jsonb)': forService({ p: { provider: 'bank', from: NOW, until: NOW, names: [] } }),
  'simulated_statement(timestamp with time zone,timestamp with time zone)': forService({ p_from: NOW, p_until: NOW }),
  'record_overpayment(jsonb)': forService({ p: { account_id: NO_ROW, account_version: 1, overpaid_cents: 0, now: NOW } }),
  'import_statement(jsonb)': forService({ p: { provider: 'bank', imported_by: NO_ROW, now: NOW } }),
  'load_statement(uuid)': forService({ p_id: NO_ROW }),
  'confirm_destination(uuid,integer,timestamp with time zone)': forService({ p_id: NO_ROW, p_version: 1, p_now: NOW }),
  'record_comparison(jsonb)': forService({ p: { id: NO_ROW, now: NOW } }),
};
