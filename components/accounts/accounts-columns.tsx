'use client';
// The columns of the accounts list and its card on a phone. Login and state come first, because they stay in sight.
import Link from 'next/link';
import { HeadroomBar } from '@/components/ui/headroom-bar';
import { Money } from '@/components/ui/money';
import { moneyText } from '@/components/ui/money-text';
import { shareText } from '@/components/ui/share-text';
import { StateChip, StatusChip } from '@/components/ui/state-chip';
import { createColumns } from '@/components/ui/table-model';
import { When } from '@/components/ui/when';
import type { AccountRow } from '@/lib/accounts/read';
import { loginText } from '@/lib/accounts/login-text';
import { ruleName } from '@/lib/rules/rule-name';

const helper = createColumns<AccountRow>();

function Bar({ row }: { row: AccountRow }) {
  if (!row.is_alive) return <span className="text-ink-3">ended</span>;
  const left = row.headroom_cents === null ? null : moneyText(row.headroom_cents, row.currency);
  return (
    <span className="inline-flex items-center gap-2">
      <HeadroomBar
        usedBps={row.used_bps}
        state={row.risk_state}
        label={ruleName(row.nearest_rule)}
        left={left}
        isLastKnown={isLastKnown(row)}
      />
      <span className="num text-label text-ink-2">{row.used_bps === null ? 'not known' : shareText(row.used_bps)}</span>
    </span>
  );
}

function Login({ row }: { row: AccountRow }) {
  return (
    <Link href={`/accounts/${row.id}`} className="font-mono text-label text-accent hover:underline">
      {loginText(row.login)}
    </Link>
  );
}

export const accountsColumns = helper.columns([
  helper.display({ id: 'login', header: 'Login', meta: { sortable: true }, cell: ({ row }) => <Login row={row.original} /> }),
  helper.display({ id: 'state', header: 'State', cell: ({ row }) => <StateChip state={row.original.risk_state} /> }),
  helper.display({
    id: 'used',
    header: 'Used',
    meta: { sortable: true, hint: 'Share of the allowance used to the nearest floor' },
    cell: ({ row }) => <Bar row={row.original} />,
  }),
  helper.display({
    id: 'left',
    header: 'Left',
    meta: { numeric: true, sortable: true, hint: 'Money left to the nearest floor' },
    cell: ({ row }) => (row.original.is_alive ? <Money cents={row.original.headroom_cents} currency={row.original.currency} /> : null),
  }),
  helper.display({
    id: 'rule',
    header: 'Nearest rule',
    cell: ({ row }) => (row.original.nearest_rule ? ruleName(row.original.nearest_rule) : ''),
  }),
  helper.display({
    id: 'status',
    header: 'Status',
    meta: { sortable: true },
    cell: ({ row }) => (
      <span className="inline-flex items-center gap-1.5">
        <StatusChip status={row.original.status} />
        {row.original.trading_off_reason && <span className="text-label text-ink-2">trading off</span>}
      </span>
    ),
  }),
  helper.display({ id: 'trader', header: 'Trader', meta: { sortable: true }, cell: ({ row }) => row.original.trader_name ?? '' }),
  helper.display({
    id: 'challenge',
    header: 'Challenge, phase',
    cell: ({ row }) => [row.original.challenge_title, row.original.phase_name].filter(Boolean).join(', '),
  }),
  helper.display({
    id: 'rules',
    header: 'Rule set',
    meta: { sortable: true, hint: 'The version the account is judged by' },
    cell: ({ row: { original: row } }) => (row.rule_set_code === null ? '' : `${row.rule_set_code} v${row.rule_set_version}`),
  }),
  helper.display({
    id: 'balance',
    header: 'Balance',
    meta: { numeric: true, sortable: true },
    cell: ({ row }) => <Money cents={row.original.balance_cents} currency={row.original.currency} />,
  }),
  helper.display({
    id: 'equity',
    header: 'Equity',
    meta: { numeric: true, sortable: true },
    cell: ({ row }) => <Money cents={row.original.equity_cents} currency={row.original.currency} />,
  }),
  helper.display({
    id: 'initial',
    header: 'Initial',
    meta: { numeric: true, sortable: true },
    cell: ({ row }) => <Money cents={row.original.initial_balance_cents} currency={row.original.currency} />,
  }),
  helper.display({
    id: 'split',
    header: 'Split',
    meta: { numeric: true, sortable: true, hint: "The trader's share of profit" },
    cell: ({ row }) => (
      <span className="num">{row.original.profit_split_bps === null ? '' : shareText(row.original.profit_split_bps)}</span>
    ),
  }),
  helper.display({ id: 'platform', header: 'Platform', cell: ({ row }) => `${row.original.platform}, ${row.original.server}` }),
  helper.display({ id: 'source', header: 'Source', cell: ({ row }) => row.original.data_source ?? '' }),
  helper.display({ id: 'copy', header: 'Copy flag', cell: ({ row }) => (isFlagged(row.original) ? 'flagged' : '') }),
  helper.display({
    id: 'seen',
    header: 'Last event',
    meta: { sortable: true },
    cell: ({ row }) => <When at={row.original.last_event_at} mode="minute" serverZone={row.original.server_zone} />,
  }),
]);

const isLastKnown = (row: AccountRow): boolean => row.is_alive && row.feed_stale_since !== null;

function isFlagged(row: AccountRow): boolean {
  return row.copy_flag === true || (typeof row.copy_flag === 'string' && !['', 'none', 'false'].includes(row.copy_flag));
}

export function AccountCard({ row }: { row: AccountRow }) {
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center justify-between gap-2">
        <Login row={row} />
        <StateChip state={row.risk_state} />
        <Money cents={row.is_alive ? row.headroom_cents : row.balance_cents} currency={row.currency} />
      </div>
      <div className="flex items-center justify-between gap-2 text-label text-ink-2">
        <Bar row={row} />
        <span className="truncate">{row.is_alive ? ruleName(row.nearest_rule) : row.status}</span>
      </div>
    </div>
  );
}
