'use client';
// The events log: every kept pair of openings with symbol, sides, seconds apart and volume ratio.
import { ListTable, type ListOf } from '@/components/lists/list-table';
import { createColumns } from '@/components/ui/table-model';
import { When } from '@/components/ui/when';
import type { MatchRow } from '@/lib/abuse/copy-read';
import { AccountLink } from './account-link';
import { apartText, ratioText } from './copy-words';
import { PairLink } from './pair-link';
import { SignalChip } from './signal-chip';

const helper = createColumns<MatchRow>();
const numeric = { numeric: true, sortable: true };
const sides = (row: MatchRow): string => `${row.side_a} ${row.lots_a} / ${row.side_b} ${row.lots_b}`;

const matchColumns = helper.columns([
  helper.display({
    id: 'login',
    header: 'First',
    cell: ({ row }) => <AccountLink id={row.original.account_a} login={row.original.login_a} />,
  }),
  helper.display({ id: 'state', header: 'State', cell: ({ row }) => <SignalChip state={row.original.state} /> }),
  helper.display({
    id: 'other',
    header: 'Second',
    cell: ({ row }) => <AccountLink id={row.original.account_b} login={row.original.login_b} />,
  }),
  helper.display({ id: 'matched', header: 'Matched', meta: { sortable: true }, cell: ({ row }) => <When at={row.original.matched_at} /> }),
  helper.display({ id: 'symbol', header: 'Symbol', meta: { sortable: true }, cell: ({ row }) => row.original.symbol }),
  helper.display({ id: 'sides', header: 'Sides and volumes', cell: ({ row }) => <span className="num">{sides(row.original)}</span> }),
  helper.display({
    id: 'apart',
    header: 'Apart',
    meta: numeric,
    cell: ({ row }) => <span className="num">{apartText(row.original.ms_apart)}</span>,
  }),
  helper.display({
    id: 'ratio',
    header: 'Volume ratio',
    meta: numeric,
    cell: ({ row }) => <span className="num">{ratioText(row.original.volume_ratio)}</span>,
  }),
  helper.display({
    id: 'crowd',
    header: 'Others',
    meta: { ...numeric, hint: 'Other accounts that opened the same within that moment' },
    cell: ({ row }) => <span className="num">{row.original.crowd}</span>,
  }),
  helper.display({
    id: 'score',
    header: 'Score',
    meta: { ...numeric, hint: 'Of the pair; opens it' },
    cell: ({ row }) => <PairLink pair={{ ...row.original, id: row.original.signal_id }} />,
  }),
]);

type Props = ListOf<MatchRow>;

export function EventsTable(list: Props) {
  return (
    <ListTable
      caption="Matched openings"
      columns={matchColumns}
      {...list}
      getRowId={(row) => `${row.id}`}
      renderCard={(row) => <MatchCard row={row} />}
      empty={{ title: 'No openings were matched', body: 'The matched openings of every pair that trades alike are listed here.' }}
    />
  );
}

function MatchCard({ row }: { row: MatchRow }) {
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center justify-between gap-2">
        <span className="flex flex-wrap gap-x-2">
          <AccountLink id={row.account_a} login={row.login_a} />
          <AccountLink id={row.account_b} login={row.login_b} />
        </span>
        <span>{row.symbol}</span>
        <PairLink pair={{ ...row, id: row.signal_id }} />
      </div>
      <div className="flex items-center justify-between gap-2 text-label text-ink-2">
        <span className="num">
          {sides(row)}, {apartText(row.ms_apart)}
        </span>
        <When at={row.matched_at} mode="minute" />
      </div>
    </div>
  );
}
