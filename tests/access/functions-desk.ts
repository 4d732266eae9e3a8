// Who may execute what about their own desk, the search and the dossier: part of the one table in functions.ts.
import { NOW } from '../db/stage';
import { forStaff, NO_ROW, type Callable } from './callable';
import { ROLES } from './callers';

export const DESK_FUNCTIONS: Record<string, Callable> = {
  'save_columns(text,text)': forStaff(ROLES, () => ({ p_page: 'accounts', p_columns: null })),
  'drop_view(uuid)': forStaff(ROLES, () => ({ p_id: NO_ROW })),
  'find_people(text)': forStaff(ROLES, () => ({ p_q: '70050' })),
  'find_lines(text)': forStaff(['support', 'risk', 'admin', 'auditor'], () => ({ p_q: '203.0.113.7' })),
  'note_dossier(uuid,text,timestamp with time zone)': forStaff(['viewer', 'support', 'risk', 'finance', 'admin', 'auditor'], () => ({
    p_account_id: NO_ROW,
    p_format: 'json',
    p_now: NOW,
  })),
};
