'use client';
// What one account has open, as last reported.
import { Empty } from '@/components/ui/empty';
import { DataTable } from '@/components/ui/table';
import { PositionCard, positionColumns } from '@/components/trades/positions-table';
import type { PositionRow } from '@/lib/trades/read';

export function AccountPositions({ rows }: { rows: PositionRow[] }) {
  if (rows.length === 0) return <Empty title="Nothing is open" body="No open position is reported for this account." />;
  return (
    <DataTable
      caption="Open positions of this account"
      columns={positionColumns}
      rows={rows}
      rowCount={rows.length}
      page={1}
      pageSize={Math.max(rows.length, 1)}
      getRowId={(row) => row.position_id}
      hidden={rows.every((row) => row.inbox_id === undefined) ? ['login', 'raw'] : ['login']}
      renderCard={(row) => <PositionCard row={row} />}
    />
  );
}
