// What stands out about one closed trade. A scalp and a robot are told by the house's own bounds, those of the behaviour tab: this judges nobody.
import { SCALP_SECONDS } from '@/lib/abuse/behaviour';
import { isDeclared } from '@/lib/rules/machine-signs';

interface FlaggedTrade {
  is_late: boolean;
  is_reversed: boolean;
  reverses_id: string | null;
  hold_seconds: number | null;
  magic_number: string | number | null;
  close_reason: string | null;
}

export function tradeFlags(row: FlaggedTrade): string[] {
  const told = [...(row.is_late ? ['late'] : []), ...(row.is_reversed ? ['reversed'] : [])];
  // A reversal takes a trade back; it was neither held nor opened by anybody.
  if (row.reverses_id !== null) return [...told, 'reversal'];
  const isScalp = row.hold_seconds !== null && row.hold_seconds < SCALP_SECONDS;
  const magic = row.magic_number === null ? {} : { magic: String(row.magic_number) };
  const isRobot = isDeclared({ ...magic, ...(row.close_reason === 'expert' ? { reason: 'expert' as const } : {}) }, []);
  return [...told, ...(isScalp ? ['scalp'] : []), ...(isRobot ? ['robot'] : [])];
}

/** Where the account stood at the close of the trade, and the curve up to it. */
export const momentHref = (row: { account_id: string; close_time: string }): string =>
  `/accounts/${row.account_id}?at=${new Date(row.close_time).toISOString()}`;
