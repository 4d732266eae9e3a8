'use client';
// The traders list: the shared frame with its own columns, and its card on a phone.
import Link from 'next/link';
import { ListTable, type ListOf } from '@/components/lists/list-table';
import { moneyText } from '@/components/ui/money-text';
import { createColumns } from '@/components/ui/table-model';
import { When } from '@/components/ui/when';
import type { TraderRow } from '@/lib/traders/office-read';
import { paidText } from '@/lib/traders/paid';
import { AccessChip, KycChip } from './chips';

const helper = createColumns<TraderRow>();

function Name({ row }: { row: TraderRow }) {
  return (
    <Link href={`/traders/${row.id}`} className="text-accent hover:underline">
      {row.full_name || 'No name given'}
    </Link>
  );
}

const columns = helper.columns([
  helper.display({ id: 'name', header: 'Name', meta: { sortable: true }, cell: ({ row }) => <Name row={row.original} /> }),
  helper.display({ id: 'access', header: 'Access', cell: ({ row }) => <AccessChip access={row.original.access} /> }),
  helper.display({ id: 'email', header: 'E-mail', cell: ({ row }) => <span className="font-mono text-label">{row.original.email}</span> }),
  helper.display({ id: 'kyc', header: 'KYC', meta: { sortable: true }, cell: ({ row }) => <KycChip status={row.original.kyc_status} /> }),
  helper.display({
    id: 'living',
    header: 'Living',
    meta: { numeric: true, sortable: true, hint: 'Accounts that are active, live or blocked' },
    cell: ({ row }) => <span className="num">{row.original.living_accounts}</span>,
  }),
  helper.display({
    id: 'accounts',
    header: 'Accounts',
    meta: { numeric: true, sortable: true },
    cell: ({ row }) => <span className="num">{row.original.accounts}</span>,
  }),
  helper.display({
    id: 'paid',
    header: 'Paid so far',
    meta: { numeric: true, hint: 'Payouts that arrived, by currency' },
    cell: ({ row }) => <span className="num">{paidText(row.original.paid, moneyText)}</span>,
  }),
  helper.display({ id: 'country', header: 'Country', cell: ({ row }) => row.original.country ?? '' }),
  helper.display({
    id: 'seen',
    header: 'Last login',
    meta: { sortable: true },
    cell: ({ row }) => <When at={row.original.last_login_at} mode="minute" />,
  }),
  helper.display({
    id: 'joined',
    header: 'Joined',
    meta: { sortable: true },
    cell: ({ row }) => <When at={row.original.created_at} mode="minute" />,
  }),
]);

function TraderCard({ row }: { row: TraderRow }) {
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center justify-between gap-2">
        <Name row={row} />
        <AccessChip access={row.access} />
      </div>
      <div className="flex items-center justify-between gap-2 text-label text-ink-2">
        <span className="truncate font-mono">{row.email}</span>
        <KycChip status={row.kyc_status} />
      </div>
    </div>
  );
}

type Props = ListOf<TraderRow>;

export function TradersTable(list: Props) {
  return (
    <ListTable
      caption="Traders"
      columns={columns}
      {...list}
      getRowId={(row) => row.id}
      renderCard={(row) => <TraderCard row={row} />}
      empty={{
        title: 'Nobody has bought yet',
        body: 'A trader appears here with their first order, or when they register in the portal.',
      }}
    />
  );
}
