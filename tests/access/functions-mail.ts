// Who may execute what about mail: part of the one table in functions.ts.
import { NOW } from '../db/stage';
import { forService, forStaff, NO_ROW, type Callable } from './callable';

export const MAIL_FUNCTIONS: Record<string, Callable> = {
  'save_mail_template(jsonb)': forStaff(['config', 'admin'], () => ({ p: { message: 'nonsense', seen: 0, reason: 'Tested.' } })),
  'preview_mail(text,uuid)': forStaff(['support', 'config', 'admin', 'auditor'], ({ accounts }) => ({
    p_message: 'welcome',
    p_account_id: accounts.trader,
  })),
  'mail_overview(timestamp with time zone)': forStaff(['support', 'config', 'admin', 'auditor'], () => ({ p_now: NOW })),
  'resend_mail(uuid,text)': forStaff(['support', 'admin'], () => ({ p_id: NO_ROW, p_reason: 'Tested.' })),
  'test_mail(jsonb)': forStaff(['config', 'admin'], () => ({ p: { message: 'nonsense' } })),
  'trader_mail(uuid)': forStaff(['support', 'risk', 'finance', 'admin', 'auditor'], () => ({ p_trader_id: NO_ROW })),
  'clear_mail_address(uuid,text)': forStaff(['support', 'admin'], () => ({ p_trader_id: NO_ROW, p_reason: 'Tested.' })),
  'count_notice_readers(text,uuid)': forStaff(['config', 'admin'], () => ({ p_audience: 'everybody', p_challenge_type_id: null })),
  'propose_notice(jsonb)': forStaff(['config', 'admin'], () => ({
    p: { title: 'Terms', statement: 'A few words.', holds_from: '2026-04-01', audience: 'everybody' },
  })),
  'decide_notice(uuid,text,integer,text)': forStaff(['config', 'admin'], () => ({
    p_id: NO_ROW,
    p_decision: 'send',
    p_seen: 0,
    p_reason: null,
  })),
  'record_mail_notice(jsonb)': forService({
    p: { provider_id: 'unknown', kind: 'delivered', reason: null, is_final: false, occurred_at: NOW, now: NOW },
  }),
  'set_unsubscribed(uuid,boolean,timestamp with time zone)': forService({ p_trader_id: NO_ROW, p_is_off: true, p_now: NOW }),
  'tend_mail(timestamp with time zone)': forService({ p_now: '2000-01-01T00:00:00Z' }),
};
