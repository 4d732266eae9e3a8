'use client';
// Endings, the latest first: how, by which rule or why, and whether the account was reinstated since.
import Link from 'next/link';
import { ListTable, type ListOf } from '@/components/lists/list-table';
import { Live } from '@/components/live/live';
import { StatusChip } from '@/components/ui/state-chip';
import { createColumns } from '@/components/ui/table-model';
import { When } from '@/components/ui/when';
import { loginText } from '@/lib/accounts/login-text';
import type { EndingRow } from '@/lib/accounts/endings-list';
import { ruleName } from '@/lib/rules/rule-name';

const helper = createColumns<EndingRow>();

function AccountLink({ row }: { row: EndingRow }) {
  return (
    <Link href={`/accounts/${row.account_id}`} className="font-mono text-label text-accent hover:underline">
      {loginText(row.login)}
    </Link>
  );
}

const why = (row: EndingRow): string => (row.rule === null ? (row.reason ?? '') : ruleName(row.rule));

function Since({ row }: { row: EndingRow }) {
  if (row.reinstated_at === null) return <span className="text-ink-3">stands</span>;
  return (
    <span>
      reinstated <When at={row.reinstated_at} serverZone={row.server_zone} mode="minute" />
    </span>
  );
}

const endingColumns = helper.columns([
  helper.display({ id: 'login', header: 'Account', meta: { sortable: true }, cell: ({ row }) => <AccountLink row={row.original} /> }),
  helper.display({ id: 'end', header: 'Ended', cell: ({ row }) => <StatusChip status={row.original.ended_as} /> }),
  helper.display({
    id: 'day',
    header: 'Trading day',
    meta: { hint: 'The day in the account’s own calendar' },
    cell: ({ row }) => <span className="num whitespace-nowrap">{row.original.ended_on}</span>,
  }),
  helper.display({
    id: 'ended',
    header: 'When',
    meta: { sortable: true },
    cell: ({ row }) => <When at={row.original.ended_at} serverZone={row.original.server_zone} />,
  }),
  helper.display({ id: 'why', header: 'Rule or reason', cell: ({ row }) => why(row.original) }),
  helper.display({ id: 'since', header: 'Since then', cell: ({ row }) => <Since row={row.original} /> }),
  helper.display({ id: 'status', header: 'Status now', cell: ({ row }) => <StatusChip status={row.original.status} /> }),
  helper.display({ id: 'trader', header: 'Trader', meta: { sortable: true }, cell: ({ row }) => row.original.trader_name }),
  helper.display({
    id: 'phase',
    header: 'Phase',
    cell: ({ row }) => `${row.original.challenge_title}, ${row.original.phase_name}`,
  }),
  helper.display({ id: 'version', header: 'Rule set', cell: ({ row }) => <Version row={row.original} /> }),
]);

function Version({ row }: { row: EndingRow }) {
  return (
    <span>
      {row.rule_set_code} <span className="num">v{row.rule_set_version}</span>
    </span>
  );
}

export function EndingCard({ row }: { row: EndingRow }) {
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center justify-between gap-2">
        <AccountLink row={row} />
        <StatusChip status={row.ended_as} />
        <When at={row.ended_at} mode="minute" serverZone={row.server_zone} />
      </div>
      <div className="flex items-center justify-between gap-2 text-label text-ink-2">
        <span>{why(row)}</span>
        <Since row={row} />
      </div>
    </div>
  );
}

type Props = ListOf<EndingRow> & {
  after: string | null;
};

export function EndingsTable({ after, ...list }: Props) {
  const live = after !== null && (
    <Live after={after} topics={['account']} mode="pill" counts="accounts" noun={['account changed', 'accounts changed']} />
  );
  return (
    <ListTable
      caption="Endings"
      columns={endingColumns}
      {...list}
      live={live}
      getRowId={(row) => String(row.id)}
      renderCard={(row) => <EndingCard row={row} />}
      empty={{ title: 'No account has ended', body: 'An account that is passed, failed or closed is here from that moment.' }}
    />
  );
}
