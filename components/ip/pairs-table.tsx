'use client';
// Pairs of traders who share access, the likeliest to be one person first.
import Link from 'next/link';
import { ListTable, type ListOf } from '@/components/lists/list-table';
import { createColumns } from '@/components/ui/table-model';
import { When } from '@/components/ui/when';
import { DecisionChip, Score } from './access-chips';
import { NothingYet, type Heard } from './places-panel';

export interface PairRow {
  id: string;
  kind: 'shared_ip' | 'shared_device';
  trader_a: string;
  trader_b: string;
  trader_name_a: string;
  trader_name_b: string;
  score: string | number;
  summary: string;
  state: string;
  first_at: string | null;
  last_at: string | null;
}

const names = (row: PairRow) => (
  <Link href={`/ip-analysis/pairs/${row.trader_a}/${row.trader_b}`} className="text-accent underline">
    {row.trader_name_a} and {row.trader_name_b}
  </Link>
);
const helper = createColumns<PairRow>();
const columns = helper.columns([
  helper.display({
    id: 'score',
    header: 'One person?',
    meta: { sortable: true, hint: 'Nought to a hundred; every part is on the page of the pair' },
    cell: ({ row }) => <Score value={Math.round(Number(row.original.score))} />,
  }),
  helper.display({ id: 'pair', header: 'Traders', cell: ({ row }) => names(row.original) }),
  helper.display({ id: 'state', header: 'Decision', cell: ({ row }) => <DecisionChip state={row.original.state} /> }),
  helper.display({
    id: 'summary',
    header: 'Why',
    cell: ({ row }) => (
      <span className="block max-w-[44ch] truncate" title={row.original.summary}>
        {row.original.summary}
      </span>
    ),
  }),
  helper.display({
    id: 'last',
    header: 'Last seen',
    meta: { sortable: true },
    cell: ({ row }) => <When at={row.original.last_at} mode="date" />,
  }),
  helper.display({
    id: 'first',
    header: 'First seen',
    meta: { sortable: true },
    cell: ({ row }) => <When at={row.original.first_at} mode="date" />,
  }),
]);

/** `heard`: who told of logins in the last thirty days; null where that could not be read. */
type Props = ListOf<PairRow> & { heard: Heard | null };

export function PairsTable({ heard, ...list }: Props) {
  return (
    <ListTable
      caption="Pairs of traders who share access"
      columns={columns}
      {...list}
      getRowId={(row) => row.id}
      renderCard={(row) => (
        <div className="flex flex-col gap-1">
          <div className="flex items-center justify-between gap-2">
            {names(row)}
            <DecisionChip state={row.state} />
          </div>
          <Score value={Math.round(Number(row.score))} />
          <p className="text-label text-ink-2">{row.summary}</p>
        </div>
      )}
      empty={{
        title: 'Nobody shares access',
        body: (
          <NothingYet
            words="The last thirty days of logins, terminals and portal sign-ins are searched every quarter of an hour."
            heard={heard}
          />
        ),
      }}
    />
  );
}
