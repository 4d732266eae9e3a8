// Who may execute what of sources, feeds, listeners and alerts: part of the one table in functions.ts.
import { NOW } from '../db/stage';
import { forService, forStaff, NO_ROW, type Callable } from './callable';
import { ROLES } from './callers';

export const INTEGRATION_FUNCTIONS: Record<string, Callable> = {
  'save_connection(jsonb)': forStaff(['config', 'admin'], () => ({ p: { id: NO_ROW } })),
  'rotate_secret(uuid,jsonb,integer,text)': forStaff(['config', 'admin'], () => ({
    p_id: NO_ROW,
    p_secret: {},
    p_overlap_seconds: 0,
    p_reason: 'Tested.',
  })),
  'move_accounts(uuid,uuid,text)': forStaff(['config', 'admin'], () => ({ p_from: NO_ROW, p_to: NO_ROW, p_reason: 'Tested.' })),
  'set_connection_status(uuid,text,text)': forStaff(['config', 'admin'], () => ({
    p_id: NO_ROW,
    p_status: 'disabled',
    p_reason: 'Tested.',
  })),
  'set_credentials(uuid,jsonb,text[])': forStaff(['config', 'admin'], () => ({ p_id: NO_ROW, p_sealed: null, p_names: [] })),
  'resync_connection(uuid)': forStaff(['risk', 'config', 'admin'], () => ({ p_id: NO_ROW })),
  'decide_held_message(uuid,text,text)': forStaff(['risk', 'config', 'admin'], () => ({
    p_id: NO_ROW,
    p_deed: 'set-aside',
    p_reason: 'Tested.',
  })),
  'integrations(uuid)': forStaff(ROLES, () => ({ p_id: NO_ROW })),
  'credential_keys()': forStaff(['config', 'admin', 'auditor'], () => ({})),
  'office_notices()': forStaff(ROLES, () => ({})),
  'load_replay(uuid)': forService({ p_deed_id: NO_ROW }),
  'watch_feeds(timestamp with time zone)': forService({ p_now: '2026-01-01T00:00:00Z' }),
  'tend_alerts(timestamp with time zone)': forService({ p_now: NOW }),

  'save_endpoint(jsonb)': forStaff(['config', 'admin'], () => ({ p: { id: NO_ROW, topics: [] } })),
  'rotate_endpoint_secret(uuid,jsonb,integer)': forStaff(['config', 'admin'], () => ({ p_id: NO_ROW, p_secret: {}, p_overlap_seconds: 0 })),
  'set_endpoint_active(uuid,boolean,text)': forStaff(['config', 'admin'], () => ({
    p_id: NO_ROW,
    p_is_active: false,
    p_reason: 'Tested.',
  })),
  'replay_outbound(jsonb)': forStaff(['risk', 'config', 'admin'], () => ({ p: { delivery_id: NO_ROW } })),
  'claim_outbound(uuid,timestamp with time zone,integer)': forService({ p_endpoint: NO_ROW, p_now: NOW, p_limit: 1 }),
  'settle_outbound(jsonb)': forService({ p: { delivery_id: NO_ROW } }),
  'tend_outbound(uuid,timestamp with time zone)': forService({ p_endpoint: NO_ROW, p_now: NOW }),
};
