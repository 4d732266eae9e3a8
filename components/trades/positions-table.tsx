'use client';
// Open positions as the broker last reported them; each row carries the age of that report.
import Link from 'next/link';
import { ListTable, type ListOf } from '@/components/lists/list-table';
import { Live } from '@/components/live/live';
import { Money } from '@/components/ui/money';
import { Since } from '@/components/ui/since';
import { createColumns } from '@/components/ui/table-model';
import { When } from '@/components/ui/when';
import type { PositionRow } from '@/lib/trades/read';
import { RawLink } from './trades-table';

const helper = createColumns<PositionRow>();

function AccountLink({ row }: { row: PositionRow }) {
  return (
    <Link href={`/accounts/${row.account_id}`} className="font-mono text-label text-accent hover:underline">
      {row.login}
    </Link>
  );
}

const figure = (value: string | number | null, missing = '') =>
  value === null ? <span className="text-ink-3">{missing}</span> : <span className="num">{value}</span>;

export const positionColumns = helper.columns([
  helper.display({ id: 'login', header: 'Account', meta: { sortable: true }, cell: ({ row }) => <AccountLink row={row.original} /> }),
  helper.display({ id: 'symbol', header: 'Symbol', meta: { sortable: true }, cell: ({ row }) => row.original.symbol }),
  helper.display({ id: 'side', header: 'Direction', cell: ({ row }) => (row.original.side === 'buy' ? 'Buy' : 'Sell') }),
  helper.display({ id: 'lots', header: 'Volume', meta: { numeric: true, sortable: true }, cell: ({ row }) => figure(row.original.lots) }),
  helper.display({
    id: 'floating',
    header: 'Open result',
    meta: { numeric: true, sortable: true, hint: 'With swap, as last reported' },
    cell: ({ row }) => <Money cents={row.original.floating_cents} currency={row.original.currency} signed />,
  }),
  helper.display({ id: 'price', header: 'Open price', meta: { numeric: true }, cell: ({ row }) => figure(row.original.open_price) }),
  helper.display({
    id: 'stop',
    header: 'Stop',
    meta: { numeric: true },
    cell: ({ row }) => figure(row.original.stop_loss, 'no stop was set'),
  }),
  helper.display({ id: 'take', header: 'Target', meta: { numeric: true }, cell: ({ row }) => figure(row.original.take_profit, 'none') }),
  helper.display({
    id: 'opened',
    header: 'Opened',
    meta: { sortable: true },
    cell: ({ row }) => <When at={row.original.opened_at} serverZone={row.original.server_zone} />,
  }),
  helper.display({
    id: 'reported',
    header: 'Reported',
    meta: { sortable: true },
    cell: ({ row }) => <Since at={row.original.reported_at} serverZone={row.original.server_zone} />,
  }),
  helper.display({
    id: 'position',
    header: 'Position',
    cell: ({ row }) => <span className="font-mono text-label">{row.original.position_id}</span>,
  }),
  helper.display({ id: 'raw', header: 'Message', cell: ({ row }) => <RawLink row={row.original} /> }),
]);

export function PositionCard({ row }: { row: PositionRow }) {
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center justify-between gap-2">
        <AccountLink row={row} />
        <span>
          {row.side === 'buy' ? 'Buy' : 'Sell'} <span className="num">{row.lots}</span> {row.symbol}
        </span>
        <Money cents={row.floating_cents} currency={row.currency} signed />
      </div>
      <div className="flex items-center justify-between gap-2 text-label text-ink-2">
        <span>
          Reported <Since at={row.reported_at} serverZone={row.server_zone} />
        </span>
        <RawLink row={row} />
      </div>
    </div>
  );
}

type Props = ListOf<PositionRow> & {
  after: string | null;
};

export function PositionsTable({ after, ...list }: Props) {
  const live = after !== null && (
    <Live after={after} topics={['account']} mode="pill" counts="accounts" noun={['account changed', 'accounts changed']} />
  );
  return (
    <ListTable
      caption="Open positions"
      columns={positionColumns}
      {...list}
      live={live}
      getRowId={(row) => `${row.account_id}:${row.position_id}`}
      renderCard={(row) => <PositionCard row={row} />}
      empty={{
        title: 'Nothing is open',
        body: 'No broker reports an open position. A broker that reports closed trades only never shows any here.',
      }}
    />
  );
}
