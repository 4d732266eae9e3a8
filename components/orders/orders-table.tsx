'use client';
// The orders list: the shared frame with its own columns.
import Link from 'next/link';
import { Fragment } from 'react';
import { ListTable, type ListOf } from '@/components/lists/list-table';
import type { OrderRow } from '@/lib/orders/read';
import { OrderCard, orderColumns } from './order-columns';

type Props = ListOf<OrderRow> & {
  /** Where shops post to, one address for each; none while none is connected. */
  webhookUrls: string[];
};

export function OrdersTable({ webhookUrls, ...list }: Props) {
  const how =
    webhookUrls.length === 0 ? (
      <>
        No shop is connected.{' '}
        <Link href="/integrations" className="text-accent underline">
          Connect one
        </Link>
        : its orders appear here as soon as they are paid.
      </>
    ) : (
      <>
        An order appears here when a shop posts a paid one, signed with the secret of its connection, to{' '}
        {webhookUrls.map((url, index) => (
          <Fragment key={url}>
            {index > 0 && ' or '}
            <code className="text-label break-all">{url}</code>
          </Fragment>
        ))}
        .
      </>
    );
  return (
    <ListTable
      caption="Orders"
      columns={orderColumns}
      {...list}
      getRowId={(row) => row.id}
      renderCard={(row) => <OrderCard row={row} />}
      empty={{ title: 'No order yet', body: how }}
    />
  );
}
