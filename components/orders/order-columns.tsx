'use client';
// The columns of an order: which shop and line, where it stands and why, what it cost, who bought it and what was opened for it.
import Link from 'next/link';
import { loginText } from '@/lib/accounts/login-text';
import { Money } from '@/components/ui/money';
import { createColumns } from '@/components/ui/table-model';
import { When } from '@/components/ui/when';
import type { OrderRow } from '@/lib/orders/read';
import { PROBLEM_WORDS } from '@/lib/orders/states';
import { OrderStateChip } from './order-state-chip';

const helper = createColumns<OrderRow>();

function OrderLink({ row }: { row: OrderRow }) {
  return (
    <Link href={`/orders/${row.id}`} className="text-accent hover:underline">
      <span className="inline-block max-w-56 truncate align-bottom font-mono text-label">{row.order_id}</span>
      {row.quantity > 1 && (
        <span className="num">
          {' '}
          {row.unit}/{row.quantity}
        </span>
      )}
    </Link>
  );
}

function Account({ row }: { row: OrderRow }) {
  if (!row.account_id) return <span className="text-ink-3">none</span>;
  return (
    <Link href={`/accounts/${row.account_id}`} className="text-accent hover:underline">
      <span className="font-mono text-label">{loginText(row.login ?? '')}</span> <span className="text-ink-2">{row.account_status}</span>
    </Link>
  );
}

function Trader({ row }: { row: OrderRow }) {
  if (!row.trader_id) return <span className="text-ink-3">not known</span>;
  return <span title={row.trader_email ?? undefined}>{row.trader_name || row.trader_email}</span>;
}

export const orderColumns = helper.columns([
  helper.display({ id: 'order', header: 'Order', meta: { sortable: true }, cell: ({ row }) => <OrderLink row={row.original} /> }),
  helper.display({
    id: 'attention',
    header: 'State',
    meta: { sortable: true, hint: 'What needs a hand comes first' },
    cell: ({ row }) => <OrderStateChip state={row.original.state} />,
  }),
  helper.display({
    id: 'problem',
    header: 'Why it waits',
    cell: ({ row }) => PROBLEM_WORDS[row.original.problem ?? ''] ?? row.original.problem,
  }),
  helper.display({
    id: 'amount',
    header: 'Amount',
    meta: { numeric: true, sortable: true },
    cell: ({ row }) => <Money cents={row.original.amount_cents} currency={row.original.currency} />,
  }),
  helper.display({ id: 'challenge', header: 'Challenge', cell: ({ row }) => row.original.challenge_title ?? row.original.product_name }),
  helper.display({ id: 'trader', header: 'Trader', cell: ({ row }) => <Trader row={row.original} /> }),
  helper.display({ id: 'account', header: 'Account', cell: ({ row }) => <Account row={row.original} /> }),
  helper.display({ id: 'provider', header: 'Shop', cell: ({ row }) => row.original.provider }),
  helper.display({ id: 'sold', header: 'Sold', meta: { sortable: true }, cell: ({ row }) => <When at={row.original.created_at} /> }),
]);

export function OrderCard({ row }: { row: OrderRow }) {
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center justify-between gap-2">
        <OrderLink row={row} />
        <OrderStateChip state={row.state} />
      </div>
      <div className="flex items-center justify-between gap-2 text-label text-ink-2">
        <span className="truncate">
          <Money cents={row.amount_cents} currency={row.currency} /> {row.challenge_title ?? row.product_name}
        </span>
        <When at={row.created_at} mode="minute" />
      </div>
    </div>
  );
}
