'use client';
// The log of letters: the shared frame with its own columns.
import Link from 'next/link';
import { ListTable, type ListOf } from '@/components/lists/list-table';
import { createColumns } from '@/components/ui/table-model';
import { When } from '@/components/ui/when';
import { loginText } from '@/lib/accounts/login-text';
import type { DeliveryRow } from '@/lib/mail/read';
import { messageWords } from '@/lib/mail/states';
import { DeliveryChip } from './delivery-chip';

type Props = ListOf<DeliveryRow>;

const helper = createColumns<DeliveryRow>();

function LetterLink({ row }: { row: DeliveryRow }) {
  return (
    <Link
      href={`/mail/deliveries/${row.id}`}
      title={messageWords(row.message)}
      className="inline-block max-w-27 truncate align-bottom text-accent hover:underline max-sm:max-w-none"
    >
      {row.is_test ? 'Test' : messageWords(row.message)}
    </Link>
  );
}

const columns = helper.columns([
  helper.display({ id: 'message', header: 'Letter', meta: { sortable: true }, cell: ({ row }) => <LetterLink row={row.original} /> }),
  helper.display({
    id: 'state',
    header: 'State',
    meta: { sortable: true },
    cell: ({ row }) => <DeliveryChip state={row.original.state} />,
  }),
  helper.display({ id: 'to', header: 'To', cell: ({ row }) => row.original.to_email }),
  helper.display({
    id: 'subject',
    header: 'Subject',
    cell: ({ row }) => (
      <span className="inline-block max-w-64 truncate align-bottom" title={row.original.subject ?? undefined}>
        {row.original.subject}
      </span>
    ),
  }),
  helper.display({
    id: 'reason',
    header: 'Reason',
    cell: ({ row }) => (
      <span className="inline-block max-w-56 truncate align-bottom text-ink-2" title={row.original.state_reason ?? undefined}>
        {row.original.state_reason}
      </span>
    ),
  }),
  helper.display({ id: 'trader', header: 'Trader', cell: ({ row }) => row.original.trader_name }),
  helper.display({
    id: 'account',
    header: 'Account',
    cell: ({ row }) => row.original.login && <span className="font-mono text-label">{loginText(row.original.login)}</span>,
  }),
  helper.display({
    id: 'version',
    header: 'Words',
    meta: { hint: 'The version that was sent; 0 is the house’s own' },
    cell: ({ row }) => row.original.template_version,
  }),
  helper.display({ id: 'written', header: 'Written', meta: { sortable: true }, cell: ({ row }) => <When at={row.original.created_at} /> }),
]);

function Card({ row }: { row: DeliveryRow }) {
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center justify-between gap-2">
        <LetterLink row={row} />
        <DeliveryChip state={row.state} />
      </div>
      <div className="flex items-center justify-between gap-2 text-label text-ink-2">
        <span className="truncate">{row.subject ?? row.trader_name ?? row.to_email}</span>
        <When at={row.created_at} mode="minute" />
      </div>
      {row.state_reason && <p className="text-label break-words text-ink-2">{row.state_reason}</p>}
    </div>
  );
}

export function DeliveriesTable(list: Props) {
  return (
    <ListTable
      caption="Letters"
      columns={columns}
      {...list}
      getRowId={(row) => row.id}
      renderCard={(row) => <Card row={row} />}
      empty={{ title: 'No letter yet', body: 'A letter is written when something happens that its reader has to know.' }}
    />
  );
}
