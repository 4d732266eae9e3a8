'use client';
// What is known of networks: range, kind, owner, by whose word and when that was read.
import { ListTable, type ListOf } from '@/components/lists/list-table';
import { createColumns } from '@/components/ui/table-model';
import { NetworkChip } from './access-chips';

export interface NetworkRow {
  id: string;
  network: string;
  kind: string;
  owner: string | null;
  source: string;
  read_on: string;
  imported_by_name: string | null;
}

const helper = createColumns<NetworkRow>();
const columns = helper.columns([
  helper.display({
    id: 'network',
    header: 'Network',
    meta: { sortable: true },
    cell: ({ row }) => <span className="font-mono text-label">{row.original.network}</span>,
  }),
  helper.display({
    id: 'kind',
    header: 'Kind',
    cell: ({ row }) => <NetworkChip kind={row.original.kind} owner={null} source={row.original.source} />,
  }),
  helper.display({ id: 'owner', header: 'Owner', meta: { sortable: true }, cell: ({ row }) => row.original.owner ?? 'not told' }),
  helper.display({ id: 'source', header: 'Source', cell: ({ row }) => row.original.source }),
  helper.display({
    id: 'read',
    header: 'Read on',
    meta: { sortable: true },
    cell: ({ row }) => <span className="num">{row.original.read_on}</span>,
  }),
  helper.display({ id: 'by', header: 'Taken in by', cell: ({ row }) => row.original.imported_by_name ?? 'the system' }),
]);

type Props = ListOf<NetworkRow>;

export function NetworksTable(list: Props) {
  return (
    <ListTable
      caption="Networks"
      columns={columns}
      {...list}
      getRowId={(row) => row.id}
      renderCard={(row) => (
        <div className="flex flex-wrap items-center justify-between gap-2">
          <span className="font-mono text-label">{row.network}</span>
          <NetworkChip kind={row.kind} owner={row.owner} source={row.source} />
          <span className="text-label text-ink-2">
            {row.source}, {row.read_on}
          </span>
        </div>
      )}
      empty={{
        title: 'No list was taken in yet',
        body: 'Until then a rented server looks like a home. Paste a list below: cidr, kind, source, read_on.',
      }}
    />
  );
}
