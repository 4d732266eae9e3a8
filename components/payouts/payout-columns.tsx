'use client';
// The columns of a payout: how much for whom, where it stands, what holds it up, and who lets it go.
import Link from 'next/link';
import { loginText } from '@/lib/accounts/login-text';
import { Money } from '@/components/ui/money';
import { createColumns } from '@/components/ui/table-model';
import { When } from '@/components/ui/when';
import { checkWords } from '@/lib/payouts/check';
import type { PayoutRow } from '@/lib/payouts/list';
import { methodName } from '@/lib/payouts/pay-methods';
import { PayoutState } from './payout-state';

const helper = createColumns<PayoutRow>();

function PayoutLink({ row }: { row: PayoutRow }) {
  return (
    <Link href={`/payouts/${row.id}`} className="font-medium text-accent hover:underline">
      <Money cents={row.requested_cents} currency={row.currency} />
    </Link>
  );
}

const CODE = /^[a-z]+(-[a-z]+)+$|^(kyc|buffer|consistency|probation|unresolved)$/;

/** What holds it up in words; the database names a check by its code. */
function blockerText(row: PayoutRow): string {
  const blocker = row.state === 'held' && row.hold_reason ? row.hold_reason : (row.blocker ?? '');
  const open = /^not known: (.+)$/.exec(blocker)?.[1];
  if (open !== undefined) return `Not known: ${checkWords(open)}`;
  return CODE.test(blocker) ? `Not kept: ${checkWords(blocker)}` : blocker;
}

function Release({ row }: { row: PayoutRow }) {
  if (row.route === 'policy') return 'Policy';
  return row.approvals_required > 1 ? 'Two people' : 'One person';
}

export const payoutColumns = helper.columns([
  helper.display({
    id: 'amount',
    header: 'Receives',
    meta: { numeric: true, sortable: true, hint: 'What the trader receives' },
    cell: ({ row }) => <PayoutLink row={row.original} />,
  }),
  helper.display({
    id: 'attention',
    header: 'State',
    meta: { sortable: true, hint: 'What needs a hand comes first' },
    cell: ({ row }) => <PayoutState state={row.original.state} />,
  }),
  helper.display({
    id: 'blocker',
    header: 'Held up by',
    cell: ({ row }) => (
      <span className="block max-w-64 truncate" title={blockerText(row.original)}>
        {blockerText(row.original)}
      </span>
    ),
  }),
  helper.display({
    id: 'trader',
    header: 'Trader',
    cell: ({ row }) => (
      <>
        {row.original.trader_name}
        {row.original.is_twin && (
          <span className="ml-1 rounded-sm bg-caution-soft px-1 text-meta text-caution">same sum within a week</span>
        )}
      </>
    ),
  }),
  helper.display({
    id: 'account',
    header: 'Account',
    cell: ({ row }) => (
      <Link href={`/accounts/${row.original.account_id}`} className="font-mono text-label text-accent hover:underline">
        {loginText(row.original.login)}
      </Link>
    ),
  }),
  helper.display({
    id: 'gross',
    header: 'Gross',
    meta: { numeric: true, hint: 'What leaves the account: the trader’s share and the firm’s' },
    cell: ({ row }) => <Money cents={row.original.gross_cents} currency={row.original.currency} />,
  }),
  helper.display({ id: 'release', header: 'Released by', cell: ({ row }) => <Release row={row.original} /> }),
  helper.display({
    id: 'provider',
    header: 'Paid by',
    cell: ({ row }) => (
      <span className="whitespace-nowrap">
        {methodName(row.original.provider)} <span className="font-mono text-label text-ink-2">{row.original.beneficiary_masked}</span>
      </span>
    ),
  }),
  helper.display({
    id: 'requested',
    header: 'Asked for',
    meta: { sortable: true },
    cell: ({ row }) => <When at={row.original.requested_at} mode="minute" />,
  }),
  helper.display({
    id: 'settled',
    header: 'Settled',
    meta: { sortable: true },
    cell: ({ row }) => (row.original.settled_at ? <When at={row.original.settled_at} mode="minute" /> : ''),
  }),
]);

export function PayoutCard({ row }: { row: PayoutRow }) {
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center justify-between gap-2">
        <PayoutLink row={row} />
        <PayoutState state={row.state} />
      </div>
      <div className="flex items-center justify-between gap-2 text-label text-ink-2">
        <span className="truncate">{[row.trader_name, blockerText(row)].filter(Boolean).join(': ')}</span>
        <When at={row.requested_at} mode="minute" />
      </div>
    </div>
  );
}
