// How a batch's accounts travel: rows of values on the way in, one array for each column on the way out, both as text. Whatever carries
// them passes text on as it is, while objects would be parsed and written again at every station, and that was most of a batch's cost.
import type { StoredViolation } from '@/lib/accounts/loaded';
import type { StandingAccount, StandingRow } from '@/lib/engine/judge-now';
import type { Cents } from '@/lib/money';
import type { Facts } from '@/lib/rules/types';

/** An account that has ended, or has not begun, is answered by its status alone. */
export type LoadedStanding = StandingAccount | { account_id: string; status: 'pending' | 'passed' | 'failed' | 'closed'; version?: never };

/** A row of `private.load_book`, in its order. */
type LoadedRow = [
  account_id: string,
  status: StandingAccount['status'],
  version: number,
  rule_set_id: string,
  initial_balance_cents: Cents,
  activated_at: string | null,
  trading_off_reason: string | null,
  trading_off_until: string | null,
  facts_version: number | null,
  judged_day: string | null,
  standing_print: string | null,
  facts: Facts | null,
  violations: StoredViolation[],
  standing_of: string,
];
const JUDGED = new Set<string>(['active', 'blocked', 'live']);

export function readStanding(text: string): LoadedStanding[] {
  return (JSON.parse(text) as LoadedRow[]).map((row) => {
    const [account_id, status, version, rule_set_id, initial_balance_cents, activated_at, trading_off_reason, trading_off_until] = row;
    if (!JUDGED.has(status)) return { account_id, status } as LoadedStanding;
    const [, , , , , , , , facts_version, judged_day, standing_print, facts, violations, standing_of] = row;
    const identity = {
      account_id,
      status,
      version,
      rule_set_id,
      initial_balance_cents,
      activated_at,
      trading_off_reason,
      trading_off_until,
    };
    const known = { facts_version, judged_day, standing_print, facts, violations, standing_of };
    return { ...identity, ...known, events: [], known: [], reversed: [], checkpoint: null } as unknown as StandingAccount;
  });
}

/** What `private.write_standing` takes; null where there is nothing to write. */
export function standingColumns(rows: readonly StandingRow[]): Record<string, unknown> | null {
  if (rows.length === 0) return null;
  const days = rows.flatMap(({ account_id, days: told }) => told.map((day) => ({ account_id, ...day })));
  return {
    ...columnsOf(rows, 'rule_states', 'days'),
    rule_states: jsonList(rows.map((row) => row.rule_states)),
    days: { ...columnsOf(days, 'floors'), floors: jsonList(days.map((day) => day.floors)) },
  };
}

/** Every column but the named ones, as the text of a Postgres array. */
function columnsOf<Row extends object>(rows: readonly Row[], ...except: (keyof Row)[]): Record<string, string> {
  const names = (Object.keys(rows[0] ?? {}) as (keyof Row & string)[]).filter((name) => !except.includes(name));
  return Object.fromEntries(names.map((name) => [name, `{${rows.map((row) => element(row[name])).join()}}`]));
}

function element(value: unknown): string {
  if (value === null) return 'NULL';
  return typeof value === 'string' ? `"${value.replace(/["\\]/g, '\\$&')}"` : String(value);
}

const jsonList = (values: unknown[]): string => JSON.stringify(values);
