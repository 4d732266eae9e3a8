'use client';
// The last trades of one account, with the way to all of them.
import Link from 'next/link';
import { Empty } from '@/components/ui/empty';
import { DataTable } from '@/components/ui/table';
import { TradeCard, tradeColumns } from '@/components/trades/trades-table';
import { whenText } from '@/components/ui/when-text';
import type { TradeRow } from '@/lib/trades/read';

type Props = {
  accountId: string;
  rows: TradeRow[];
  total: number;
  /** When it could first be traded; null where it never could. */
  since: string | null;
};

export function AccountTrades({ accountId, rows, total, since }: Props) {
  if (rows.length === 0) {
    const title = since === null ? 'Nothing traded yet' : `Nothing traded since ${whenText(since, 'UTC', 'date')}`;
    return <Empty title={title} body="Closed trades appear here as the broker reports them." />;
  }
  return (
    <div className="flex flex-col gap-2">
      <p className="text-label text-ink-2">
        The last <span className="num">{rows.length}</span> of <span className="num">{total}</span>.{' '}
        <Link href={`/trades?account=${accountId}`} className="text-accent underline">
          All trades of this account
        </Link>
      </p>
      <DataTable
        caption="Trades of this account"
        columns={tradeColumns}
        rows={rows}
        rowCount={rows.length}
        page={1}
        pageSize={Math.max(rows.length, 1)}
        getRowId={(row) => row.id}
        hidden={['login']}
        renderCard={(row) => <TradeCard row={row} />}
      />
    </div>
  );
}
