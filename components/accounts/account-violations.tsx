'use client';
// The verdicts of one account, newest first; each opens its arithmetic.
import { Empty } from '@/components/ui/empty';
import { DataTable } from '@/components/ui/table';
import { ViolationCard, violationColumns } from '@/components/violations/violation-columns';
import type { ViolationRow } from '@/lib/violations/read';

export function AccountViolations({ rows }: { rows: ViolationRow[] }) {
  if (rows.length === 0) return <Empty title="No rule was broken" body="This account has kept every rule so far." />;
  return (
    <DataTable
      caption="Violations of this account"
      columns={violationColumns}
      rows={rows}
      rowCount={rows.length}
      page={1}
      pageSize={Math.max(rows.length, 1)}
      getRowId={(row) => row.id}
      hidden={['login', 'trader']}
      renderCard={(row) => <ViolationCard row={row} />}
    />
  );
}
