// Who may execute what about addresses, machines and behaviour: part of the one table in functions.ts.
import { NOW } from '../db/stage';
import { forService, forStaff, NO_ROW, type Callable } from './callable';

const READERS = ['risk', 'support', 'admin', 'auditor'] as const;
const WRITERS = ['risk', 'admin'] as const;

export const IP_FUNCTIONS: Record<string, Callable> = {
  'end_ip_allowance(uuid,text)': forStaff(WRITERS, () => ({ p_id: NO_ROW, p_reason: 'Tested.' })),
  'identity_of(uuid,uuid)': forStaff(READERS, () => ({ p_a: NO_ROW, p_b: NO_ROW })),
  'import_networks(jsonb)': forStaff(WRITERS, () => ({ p: { source: 'access', rows: [] } })),
  'place_of(text)': forStaff(READERS, () => ({ p_place: 'none' })),
  'reveal_address(uuid,text)': forStaff(['risk', 'support', 'admin'], () => ({ p_id: NO_ROW, p_reason: 'Tested.' })),
  'save_ip_allowance(jsonb)': forStaff(WRITERS, () => ({ p: { network: 'none', reason: 'Tested.', days: 1 } })),
  'shared_places()': forStaff(READERS, () => ({})),
  'question_behaviour(uuid,timestamp with time zone)': forService({ p_signal: NO_ROW, p_now: NOW }),
  'question_shared_access(jsonb)': forService({ p: { trader_a: NO_ROW, trader_b: NO_ROW, score: 1, parts: [], now: NOW } }),
  'record_access(jsonb)': forService({ p: { inbox_id: NO_ROW, received_at: NOW, events: [] } }),
  'save_behaviour(jsonb)': forService({ p: { rows: [] } }),
};
