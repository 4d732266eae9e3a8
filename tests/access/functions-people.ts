// Who may execute what about people, sign-ins and the audit: part of the one table in functions.ts.
import { NOW } from '../db/stage';
import { forService, forStaff, NO_ROW, type Callable } from './callable';

export const PEOPLE_FUNCTIONS: Record<string, Callable> = {
  'add_trader_note(uuid,text)': forStaff(['support', 'risk', 'finance', 'admin'], ({ callers }) => ({
    p_trader_id: callers.trader.traderId,
    p_body: 'A note.',
  })),
  'invite_trader(uuid)': forStaff(['support', 'risk', 'admin'], () => ({ p_trader_id: NO_ROW })),
  'set_trader(uuid,text,text)': forStaff(['risk', 'admin'], () => ({ p_id: NO_ROW, p_access: 'disabled', p_reason: 'Tested.' })),
  'erasure_of(uuid,boolean)': forStaff(['support', 'risk', 'finance', 'admin', 'auditor'], ({ callers }) => ({
    p_trader_id: callers.trader.traderId,
    p_dry: true,
  })),
  'ask_erasure(uuid,text)': forStaff(['admin'], () => ({ p_trader_id: NO_ROW, p_reason: 'Tested.' })),
  'decide_erasure(uuid,text,text)': forStaff(['admin'], () => ({ p_id: NO_ROW, p_decision: 'withdraw', p_reason: 'Tested.' })),
  'set_legal_hold(uuid,boolean,text)': forStaff(['finance', 'admin'], () => ({ p_trader_id: NO_ROW, p_holds: true, p_reason: 'Tested.' })),
  'invite_staff(uuid,text,text,text)': forStaff(['admin'], () => ({
    p_id: '00000000-0000-4000-8000-00000000abcd',
    p_email: 'another@access.test',
    p_role: 'viewer',
    p_token_hash: 'digest',
  })),
  'decide_staff_invite(uuid,text)': forStaff(['admin'], () => ({ p_id: NO_ROW, p_decision: 'revoke' })),
  'set_staff(uuid,text,boolean,text)': forStaff(['admin'], () => ({
    p_id: NO_ROW,
    p_role: 'viewer',
    p_is_active: true,
    p_reason: 'Tested.',
  })),
  'sign_in_lockouts(integer,integer)': forStaff(['admin', 'auditor'], () => ({ p_limit: 10, p_window_seconds: 900 })),
  'staff_sessions()': forStaff(['admin', 'auditor'], () => ({})),

  // The audit and its anchors.
  'anchor_standing()': { may: ['admin', 'auditor', 'service'], args: () => ({}) },
  'acknowledge_break(bigint,text)': forStaff(['admin'], () => ({ p_anchor_id: 0, p_reason: 'Tested.' })),
  'head_of_events(bigint)': { may: ['admin', 'auditor', 'service'], args: () => ({ p_up_to: 1 }) },
  'verify_events()': { may: ['admin', 'auditor', 'service'], args: () => ({}) },
  'events_horizon()': forService({}),
  'record_anchor(jsonb)': forService({ p: { up_to_event: 0, events: 0, streams: 0, head: 'x', places: [], now: NOW } }),
  'request_seal()': forService({}),

  // The sign-in doors.
  'note_portal_visit(uuid,text,text,timestamp with time zone)': forService({
    p_trader_id: NO_ROW,
    p_ip: '203.0.113.9',
    p_user_agent: 'x',
    p_now: NOW,
  }),
  'accept_trader_invite(jsonb)': forService({ p: { invite_id: NO_ROW, auth_user_id: NO_ROW, email: 'x@access.test', now: NOW } }),
  'accept_invite(jsonb)': forService({ p: { token_hash: 'unknown', auth_user_id: NO_ROW, email: 'x@access.test', now: NOW } }),
  'register_trader(jsonb)': forService({ p: { email: 'x@access.test', now: NOW } }),
  'record_login(uuid,text,text,text,boolean,timestamp with time zone,text)': forService({
    p_actor_id: null,
    p_email: 'x@access.test',
    p_ip: '203.0.113.9',
    p_user_agent: 'test',
    p_succeeded: false,
    p_now: NOW,
  }),
};
