// Who may execute what about copied trades and the cases they make: part of the one table in functions.ts.
import { NOW } from '../db/stage';
import { forService, forStaff, NO_ROW, type Callable } from './callable';

export const ABUSE_FUNCTIONS: Record<string, Callable> = {
  'decide_abuse_signal(uuid,bigint,text,text)': forStaff(['risk', 'admin'], () => ({
    p_id: NO_ROW,
    p_version: 1,
    p_state: 'watch',
    p_reason: 'Tested.',
  })),
  'cluster_exposure(jsonb)': forStaff(['risk', 'admin', 'auditor'], () => ({ p: [[NO_ROW]] })),
  'flag_trade(uuid,boolean,text)': forStaff(['risk', 'admin'], () => ({ p_id: NO_ROW, p_stands: true, p_reason: 'Tested.' })),
  'lift_payout_bar(uuid,text)': forStaff(['risk', 'admin'], () => ({ p_account_id: NO_ROW, p_reason: 'Tested.' })),
  'record_signals(jsonb)': forService({ p: { now: NOW, signals: [] } }),
  'note_scan(jsonb)': forService({
    p: {
      ...{ mode: 'full', window_from: NOW, window_to: NOW, through: NOW, trades_read: 0, accounts_compared: 0 },
      ...{ pairs_weighed: 0, pairs_alike: 0, took_ms: 0, now: NOW },
    },
  }),
};
