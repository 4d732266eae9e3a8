'use client';
// Logins, terminals and portal sign-ins, newest first, each with where from, on what, and who told us.
import Link from 'next/link';
import { ListTable, type ListOf } from '@/components/lists/list-table';
import { createColumns } from '@/components/ui/table-model';
import { When } from '@/components/ui/when';
import { EVENT_KINDS } from '@/lib/abuse/shared-ip-lists';
import { NetworkChip } from './access-chips';
import { NothingYet, type Heard } from './places-panel';

export interface AccessRow {
  id: string;
  occurred_at: string;
  kind: keyof typeof EVENT_KINDS;
  origin_id: string;
  address: string;
  device_hash: string | null;
  device: string | null;
  client: string | null;
  account_id: string | null;
  login: string | null;
  trader_id: string;
  trader_name: string;
  source: string;
  network_kind: string;
  network_owner: string | null;
  network_source: string | null;
}

const link = 'inline-flex min-h-6 items-center text-accent underline';
const Who = ({ row }: { row: AccessRow }) => (
  <span>
    {row.account_id && row.login ? (
      <Link href={`/accounts/${row.account_id}`} className={`${link} font-mono`}>
        {row.login}
      </Link>
    ) : (
      <span className="text-ink-3">portal</span>
    )}{' '}
    <Link href={`/traders/${row.trader_id}`} className={link}>
      {row.trader_name}
    </Link>
  </span>
);
const Line = ({ row }: { row: AccessRow }) => (
  <Link href={`/ip-analysis/places/address:${row.origin_id}`} className={`${link} font-mono text-label`}>
    {row.address}
  </Link>
);
const Machine = ({ row }: { row: AccessRow }) =>
  row.device_hash ? (
    <Link href={`/ip-analysis/places/device:${row.device_hash}`} className={`${link} font-mono text-label`}>
      {row.device}
    </Link>
  ) : (
    <span className="text-ink-3">not told</span>
  );

const helper = createColumns<AccessRow>();
const columns = helper.columns([
  helper.display({
    id: 'when',
    header: 'When',
    meta: { sortable: true },
    cell: ({ row }) => <When at={row.original.occurred_at} mode="minute" />,
  }),
  helper.display({ id: 'trader', header: 'Who', meta: { sortable: true }, cell: ({ row }) => <Who row={row.original} /> }),
  helper.display({ id: 'kind', header: 'Kind', cell: ({ row }) => EVENT_KINDS[row.original.kind] }),
  helper.display({ id: 'address', header: 'Address', cell: ({ row }) => <Line row={row.original} /> }),
  helper.display({
    id: 'network',
    header: 'Network',
    meta: { hint: 'As the lists say that were taken in; the source is in the tooltip' },
    cell: ({ row: { original } }) => (
      <NetworkChip kind={original.network_kind} owner={original.network_owner} source={original.network_source} />
    ),
  }),
  helper.display({
    id: 'device',
    header: 'Machine',
    meta: { hint: 'A digest; the same machine has the same one' },
    cell: ({ row }) => <Machine row={row.original} />,
  }),
  helper.display({
    id: 'client',
    header: 'Program',
    cell: ({ row }) => (
      <span className="block max-w-[28ch] truncate" title={row.original.client ?? undefined}>
        {row.original.client ?? 'not told'}
      </span>
    ),
  }),
  helper.display({ id: 'source', header: 'Told by', cell: ({ row }) => row.original.source }),
]);

/** `heard`: who told of logins in the last thirty days; null where that could not be read. */
type Props = ListOf<AccessRow> & { heard: Heard | null };

export function EventsTable({ heard, ...list }: Props) {
  return (
    <ListTable
      caption="Logins, terminals and portal sign-ins"
      columns={columns}
      {...list}
      getRowId={(row) => row.id}
      renderCard={(row) => (
        <div className="flex flex-col gap-1">
          <div className="flex items-center justify-between gap-2">
            <Who row={row} />
            <When at={row.occurred_at} mode="minute" />
          </div>
          <div className="flex flex-wrap items-center gap-2 text-label text-ink-2">
            {EVENT_KINDS[row.kind]} <Line row={row} />
            <NetworkChip kind={row.network_kind} owner={row.network_owner} source={row.network_source} />
          </div>
        </div>
      )}
      empty={{
        title: 'No login was heard of yet',
        body: (
          <NothingYet
            words="Brokers tell of logins and terminals as account.accessed; traders who sign in to the portal are seen by ourselves."
            heard={heard}
          />
        ),
      }}
    />
  );
}
