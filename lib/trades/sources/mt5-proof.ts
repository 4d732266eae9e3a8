// Proves what was read against the file itself: every running balance must equal the Balance column to the cent, and the slices of a
// position must add up to what the report's own Positions section says of it.
import { formatMoney, type Cents } from '@/lib/money';
import type { Paired, PositionRow } from '@/lib/trades/pairing-deal';
import type { LedgerRow, Problem } from './mt5-deals';

interface BalanceProof {
  /** What the account held before the first row: zero where the file begins with the account. */
  opening_cents: number;
  closing_cents: number;
  problem: Problem | null;
}

export function proveBalance(rows: LedgerRow[], digits: number): BalanceProof {
  const first = rows[0];
  const opening_cents = first ? (first.balance_cents ?? 0) - first.moves_cents : 0;
  let running = opening_cents;
  for (const row of rows) {
    running += row.moves_cents;
    if (row.balance_cents === null || row.balance_cents === running) continue;
    const [said, found] = [formatMoney(row.balance_cents, digits), formatMoney(running as Cents, digits)];
    const message = `deal ${row.id}: the Balance column says ${said}, but the rows up to here add up to ${found}`;
    return { opening_cents, closing_cents: running, problem: { where: row.where, message } };
  }
  return { opening_cents, closing_cents: running, problem: null };
}

/** Positions whose slices do not add up to the report's own row: a person should look, the money is right all the same. */
export function compareWithPositions(paired: Paired[], rows: PositionRow[], digits: number): string[] {
  const gross = new Map<string, number>();
  for (const item of paired) {
    if (item.kind === 'slice') gross.set(item.position_id, (gross.get(item.position_id) ?? 0) + item.deal.profit_cents);
  }
  const listed = new Map<string, number>();
  for (const row of rows) listed.set(row.position_id, (listed.get(row.position_id) ?? 0) + row.profit_cents);
  return [...listed].flatMap(([id, profit]) => {
    const found = gross.get(id);
    if (found === undefined || found === profit) return [];
    const [said, got] = [formatMoney(profit as Cents, digits), formatMoney(found as Cents, digits)];
    return [`position ${id}: the report says a profit of ${said}, its deals add up to ${got}`];
  });
}
