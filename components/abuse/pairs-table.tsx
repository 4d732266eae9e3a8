'use client';
// The pairs: who resembles whom, how much, and what was said about it.
import { ListTable, type ListOf } from '@/components/lists/list-table';
import { createColumns } from '@/components/ui/table-model';
import { When } from '@/components/ui/when';
import type { PairRow } from '@/lib/abuse/copy-read';
import { AccountLink } from './account-link';
import { directionText } from './copy-words';
import { PairLink } from './pair-link';
import { SignalChip } from './signal-chip';

const helper = createColumns<PairRow>();

const pairColumns = helper.columns([
  helper.display({
    id: 'login',
    header: 'First account',
    cell: ({ row }) => <AccountLink id={row.original.account_a} login={row.original.login_a} trader={row.original.trader_name_a} />,
  }),
  helper.display({ id: 'state', header: 'State', cell: ({ row }) => <SignalChip state={row.original.state} /> }),
  helper.display({
    id: 'other',
    header: 'Second account',
    cell: ({ row }) => <AccountLink id={row.original.account_b} login={row.original.login_b} trader={row.original.trader_name_b} />,
  }),
  helper.display({
    id: 'score',
    header: 'Score',
    meta: { numeric: true, sortable: true, hint: 'Opens the pair, trade by trade' },
    cell: ({ row }) => <PairLink pair={row.original} />,
  }),
  helper.display({ id: 'kind', header: 'Direction', cell: ({ row }) => directionText(row.original.kind) }),
  helper.display({
    id: 'relation',
    header: 'Relation',
    cell: ({ row }) => (row.original.relation === 'own' ? 'One trader’s own' : 'Two traders'),
  }),
  helper.display({
    id: 'matches',
    header: 'Matches',
    meta: { numeric: true, sortable: true },
    cell: ({ row }) => <span className="num">{row.original.evidence_count}</span>,
  }),
  helper.display({
    id: 'first',
    header: 'First',
    meta: { sortable: true },
    cell: ({ row }) => <When at={row.original.first_at} mode="minute" />,
  }),
  helper.display({
    id: 'last',
    header: 'Last',
    meta: { sortable: true },
    cell: ({ row }) => <When at={row.original.last_at} mode="minute" />,
  }),
  helper.display({ id: 'decided', header: 'Decided', meta: { sortable: true }, cell: ({ row }) => row.original.decided_by_name ?? '' }),
]);

type Props = ListOf<PairRow>;

export function PairsTable(list: Props) {
  return (
    <ListTable
      caption="Pairs of accounts by score"
      columns={pairColumns}
      {...list}
      getRowId={(row) => row.id}
      renderCard={(row) => <PairCard row={row} />}
      empty={{
        title: 'No two accounts trade alike',
        body: 'A pair appears here when its openings go together far more often than chance would have it.',
      }}
    />
  );
}

function PairCard({ row }: { row: PairRow }) {
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center justify-between gap-2">
        <span className="flex flex-wrap gap-x-2">
          <AccountLink id={row.account_a} login={row.login_a} />
          <AccountLink id={row.account_b} login={row.login_b} />
        </span>
        <PairLink pair={row} />
        <SignalChip state={row.state} />
      </div>
      <div className="flex items-center justify-between gap-2 text-label text-ink-2">
        <span>
          {directionText(row.kind)}, {row.evidence_count} matches
        </span>
        <When at={row.last_at} mode="minute" />
      </div>
    </div>
  );
}
