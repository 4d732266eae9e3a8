// Who may execute what in the human queue, the catalogue, orders and KYC: part of the one table in functions.ts.
import { NOW } from '../db/stage';
import { forService, forStaff, NO_ROW, type Callable } from './callable';
import { ROLES } from './callers';

export const SALES_FUNCTIONS: Record<string, Callable> = {
  // The human queue and the deeds on an account.
  'claim_review(uuid)': forStaff(['support', 'risk', 'finance', 'config', 'admin'], () => ({ p_id: NO_ROW })),
  'release_review(uuid)': forStaff(['support', 'risk', 'finance', 'config', 'admin'], () => ({ p_id: NO_ROW })),
  'decide_review(uuid,bigint,text,text,text)': forStaff(['support', 'risk', 'finance', 'config', 'admin'], () => ({
    p_id: NO_ROW,
    p_version: 1,
    p_decision: 'approved',
    p_reason: 'Tested.',
  })),
  'decide_reviews(jsonb)': forStaff(['risk', 'admin'], () => ({ p: { kind: 'live_activation' } })),
  'request_live(uuid,bigint,text)': forStaff(['risk', 'admin'], () => ({ p_id: NO_ROW, p_version: 1, p_reason: 'Tested.' })),
  'resync_account(uuid,bigint,text)': forStaff(['support', 'risk', 'admin'], () => ({ p_id: NO_ROW, p_version: 1, p_reason: 'Tested.' })),

  // What is sold, what was, and who bought it.
  'archive_challenge_type(uuid,bigint,boolean,text)': forStaff(['config', 'admin'], () => ({
    p_id: NO_ROW,
    p_version: 1,
    p_is_archived: true,
    p_reason: 'Tested.',
  })),
  'catalogue_figures()': forStaff(ROLES, () => ({})),
  'catalogue_history(uuid)': forStaff(ROLES, () => ({ p_id: NO_ROW })),
  'close_dispute(uuid,bigint,text)': forStaff(['finance', 'admin'], () => ({ p_id: NO_ROW, p_version: 1, p_reason: 'Tested.' })),
  'deliver_order(uuid,bigint)': forStaff(['support', 'admin'], () => ({ p_id: NO_ROW, p_version: 1 })),
  'match_order(uuid,bigint,uuid,text,text)': forStaff(['support', 'admin'], () => ({
    p_id: NO_ROW,
    p_version: 1,
    p_challenge_type: NO_ROW,
    p_email: null,
    p_reason: 'Tested.',
  })),
  'return_order(uuid,bigint,text,text)': forStaff(['finance', 'admin'], () => ({
    p_id: NO_ROW,
    p_version: 1,
    p_kind: 'refund',
    p_reason: 'Tested.',
  })),
  'save_challenge_type(jsonb)': forStaff(['config', 'admin'], () => ({ p: { id: NO_ROW, version: 1 } })),
  'save_phase(jsonb)': forStaff(['config', 'admin'], () => ({ p: { challenge_type_id: NO_ROW } })),
  'set_kyc(jsonb)': forStaff(['support', 'risk', 'admin'], () => ({ p: { trader_id: NO_ROW, status: 'pending', reason: 'Tested.' } })),
  'provision_order(jsonb)': forService({ p: { provider: 'access', order_id: 'x', payment_ref: 'x', now: NOW, lines: [] } }),
  'record_return(jsonb)': forService({
    p: {
      provider: 'access',
      external_id: 'x',
      payment_ref: 'x',
      kind: 'refund',
      amount_cents: 1,
      currency: 'USD',
      is_full: true,
      now: NOW,
    },
  }),
  'record_kyc(jsonb)': forService({
    p: { provider: 'access', external_id: 'x', trader_ref: 'x', reference: 'x', status: 'pending', codes: [], now: NOW },
  }),
};
