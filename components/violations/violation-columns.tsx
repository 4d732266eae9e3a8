'use client';
// The columns of a verdict: who, which rule, what was measured against which limit, by how much, and whether it stands.
import Link from 'next/link';
import { measureText } from '@/components/rules/rule-words';
import { createColumns } from '@/components/ui/table-model';
import { When } from '@/components/ui/when';
import { ruleName } from '@/lib/rules/rule-name';
import type { ViolationRow } from '@/lib/violations/read';
import { VerdictChip } from './verdict-chip';
import { isBroken, outcomeText, violationHref } from './violation-words';

const helper = createColumns<ViolationRow>();

function AccountLink({ row }: { row: ViolationRow }) {
  return (
    <Link href={`/accounts/${row.account_id}`} className="font-mono text-label text-accent hover:underline">
      {row.login}
    </Link>
  );
}

function Why({ row }: { row: ViolationRow }) {
  return (
    <Link href={violationHref(row)} scroll={false} className="text-accent hover:underline">
      {ruleName(row.rule, row.instance)}
    </Link>
  );
}

const measure = (value: number | null, row: ViolationRow) => <span className="num">{measureText(value, row.unit, row.currency)}</span>;

export const violationColumns = helper.columns([
  helper.display({ id: 'login', header: 'Account', meta: { sortable: true }, cell: ({ row }) => <AccountLink row={row.original} /> }),
  helper.display({ id: 'state', header: 'State', cell: ({ row }) => <VerdictChip state={row.original.state} /> }),
  helper.display({
    id: 'rule',
    header: 'Rule',
    meta: { sortable: true, hint: 'Opens the arithmetic' },
    cell: ({ row }) => <Why row={row.original} />,
  }),
  helper.display({ id: 'consequence', header: 'Outcome', cell: ({ row }) => outcomeText(row.original) }),
  helper.display({
    id: 'measured',
    header: 'Measured',
    meta: { numeric: true },
    cell: ({ row }) => measure(row.original.measured_value, row.original),
  }),
  helper.display({
    id: 'limit',
    header: 'Limit',
    meta: { numeric: true },
    cell: ({ row }) => measure(row.original.threshold_value, row.original),
  }),
  helper.display({
    id: 'over',
    header: 'By',
    meta: { numeric: true, sortable: true },
    cell: ({ row }) => (isBroken(row.original) ? measure(row.original.over_by, row.original) : null),
  }),
  helper.display({
    id: 'broken',
    header: 'Broken',
    meta: { sortable: true },
    cell: ({ row }) => <When at={row.original.breached_at} serverZone={row.original.server_zone} />,
  }),
  helper.display({
    id: 'detected',
    header: 'Detected',
    meta: { sortable: true },
    cell: ({ row }) => <When at={row.original.detected_at} serverZone={row.original.server_zone} />,
  }),
  helper.display({ id: 'version', header: 'Rule set', cell: ({ row }) => <Version row={row.original} /> }),
  helper.display({ id: 'trader', header: 'Trader', cell: ({ row }) => row.original.trader_name ?? '' }),
]);

function Version({ row }: { row: ViolationRow }) {
  return (
    <span>
      {row.rule_set_code} <span className="num">v{row.rule_set_version}</span>
    </span>
  );
}

export function ViolationCard({ row }: { row: ViolationRow }) {
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center justify-between gap-2">
        <AccountLink row={row} />
        <Why row={row} />
        <VerdictChip state={row.state} />
      </div>
      <div className="flex items-center justify-between gap-2 text-label text-ink-2">
        <span>
          {measure(row.measured_value, row)} against {measure(row.threshold_value, row)}
        </span>
        <When at={row.breached_at} mode="minute" serverZone={row.server_zone} />
      </div>
    </div>
  );
}
