// Who may execute what about deeds on many accounts, groups, traders by call and overrides: part of the one table in functions.ts.
import { ROLES } from './callers';
import { forStaff, NO_ROW, type Callable } from './callable';

export const DEED_FUNCTIONS: Record<string, Callable> = {
  'weigh_accounts(text,uuid[])': forStaff(['risk', 'admin'], () => ({ p_deed: 'block', p_ids: [] })),
  'begin_bulk_deed(jsonb)': forStaff(['risk', 'admin'], () => ({
    p: { id: NO_ROW, deed: 'block', reason: 'Tested.', ids: [], matching: 1, digest: 'x' },
  })),
  'carry_bulk_deed(uuid,integer)': forStaff(['risk', 'admin'], () => ({ p_id: NO_ROW, p_limit: 1 })),
  'bulk_deed_result(uuid)': forStaff(ROLES, () => ({ p_id: NO_ROW })),
  'save_group(jsonb)': forStaff(['support', 'risk', 'admin'], () => ({ p: { id: NO_ROW, version: 1 } })),
  'save_trader(jsonb)': forStaff(['support', 'risk', 'admin'], () => ({ p: { id: NO_ROW } })),
  'ask_correction(uuid,text)': { may: ['risk', 'admin', 'service'], args: () => ({ p_trade_id: NO_ROW, p_reason: 'Tested.' }) },
  'override_figures(jsonb)': forStaff(['admin', 'auditor'], () => ({ p: { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' } })),
};
