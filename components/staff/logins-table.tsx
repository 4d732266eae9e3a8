'use client';
// The list of sign-ins: the shared frame with the columns that say who, from where, and how it ended.
import { ListTable, type ListOf } from '@/components/lists/list-table';
import { createColumns } from '@/components/ui/table-model';
import { When } from '@/components/ui/when';
import type { LoginRow } from '@/lib/traders/office-read';
import { deviceWords, Outcome, Who } from './login-cells';

const helper = createColumns<LoginRow>();
const columns = helper.columns([
  helper.display({ id: 'when', header: 'When', meta: { sortable: true }, cell: ({ row }) => <When at={row.original.occurred_at} /> }),
  helper.display({ id: 'outcome', header: 'Outcome', cell: ({ row }) => <Outcome succeeded={row.original.succeeded} /> }),
  helper.display({ id: 'email', header: 'Who', meta: { sortable: true }, cell: ({ row }) => <Who row={row.original} /> }),
  helper.display({
    id: 'as',
    header: 'As',
    cell: ({ row }) => row.original.role ?? (row.original.who === 'trader' ? 'trader' : 'nobody known'),
  }),
  helper.display({
    id: 'from',
    header: 'From',
    meta: { hint: 'The address our own server saw' },
    cell: ({ row }) => <span className="font-mono text-label">{row.original.address ?? 'not told'}</span>,
  }),
  helper.display({
    id: 'device',
    header: 'Device',
    cell: ({ row }) => <span title={row.original.user_agent ?? undefined}>{deviceWords(row.original.user_agent)}</span>,
  }),
]);

type Props = ListOf<LoginRow>;

export function LoginsTable(list: Props) {
  return (
    <ListTable
      caption="Sign-ins"
      columns={columns}
      {...list}
      getRowId={(row) => String(row.id)}
      renderCard={(row) => (
        <div className="flex flex-col gap-1">
          <div className="flex items-center justify-between gap-2">
            <Who row={row} />
            <Outcome succeeded={row.succeeded} />
          </div>
          <div className="flex items-center justify-between gap-2 text-label text-ink-2">
            <span className="font-mono">{row.address ?? 'not told'}</span>
            <When at={row.occurred_at} mode="minute" />
          </div>
        </div>
      )}
      empty={{ title: 'Nobody has signed in yet', body: 'Every try appears here, whether it succeeds or not.' }}
    />
  );
}
