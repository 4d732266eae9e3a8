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

/** One account after the other, each read when it is asked for: those of a whole batch together would be most of a run's memory. */
export function* readStanding(lines: Iterable<string>): Generator<LoadedStanding> {
  for (const line of lines) yield accountOf(JSON.parse(line) as LoadedRow);
}

function accountOf(row: LoadedRow): LoadedStanding {
  const account_id = row[0];
  const status = row[1];
  if (!JUDGED.has(status)) return { account_id, status } as LoadedStanding;
  // By their places: taking a list apart by a pattern walks through it, which cost as much as reading the text.
  return {
    account_id,
    status,
    version: row[2],
    rule_set_id: row[3],
    initial_balance_cents: row[4],
    activated_at: row[5],
    trading_off_reason: row[6],
    trading_off_until: row[7],
    facts_version: row[8],
    judged_day: row[9],
    standing_print: row[10],
    facts: row[11],
    violations: row[12],
    standing_of: row[13],
    events: [],
    known: [],
    reversed: [],
    checkpoint: null,
  } as unknown as StandingAccount;
}

/** What `private.write_standing` takes. A row is written as text when it is added, and nothing else of it is kept. */
export class StandingColumns {
  readonly ids: string[] = [];
  private readonly rows = new Columns('rule_states');
  private readonly days = new Columns('floors');

  add({ days, ...row }: StandingRow): void {
    this.ids.push(row.account_id);
    this.rows.add(row);
    for (const day of days) this.days.add({ account_id: row.account_id, ...day });
  }

  /** Null where there is nothing to write. */
  told(): Record<string, unknown> | null {
    return this.ids.length === 0 ? null : { ...this.rows.told(), days: this.days.told() };
  }
}

/** Every column as the text of a Postgres array, but the named one as that of a JSON list. */
class Columns {
  private readonly texts = new Map<string, string[]>();

  constructor(private readonly json: string) {
    this.texts.set(json, []);
  }

  add(row: object): void {
    for (const name in row) {
      const value: unknown = row[name as keyof typeof row];
      let column = this.texts.get(name);
      if (column === undefined) this.texts.set(name, (column = []));
      column.push(name === this.json ? JSON.stringify(value) : element(value));
    }
  }

  told(): Record<string, string> {
    const text = (name: string, column: string[]) => (name === this.json ? `[${column.join()}]` : `{${column.join()}}`);
    return Object.fromEntries([...this.texts].map(([name, column]) => [name, text(name, column)]));
  }
}

function element(value: unknown): string {
  if (value === null) return 'NULL';
  if (typeof value !== 'string') return String(value);
  return `"${/["\\]/.test(value) ? value.replace(/["\\]/g, '\\$&') : value}"`;
}
