'use client';
// The payouts list: the shared frame with its own columns, and several to approve at once.
import { ListTable, type ListOf } from '@/components/lists/list-table';
import { useSelection } from '@/components/lists/use-selection';
import type { PayoutRow } from '@/lib/payouts/list';
import { ChosenBar } from './chosen-bar';
import { PayoutCard, payoutColumns } from './payout-columns';

type Props = ListOf<PayoutRow> & {
  /** How many may be approved at once. */
  most: number;
  /** Null where the reader approves payouts; otherwise why not. */
  refusedBecause: string | null;
};

export function PayoutsTable({ most, refusedBecause, ...list }: Props) {
  const selection = useSelection(
    list.definition,
    list.query,
    list.page.rows.map((row) => row.id),
  );
  return (
    <ListTable
      caption="Payouts"
      columns={payoutColumns}
      {...list}
      above={<ChosenBar ids={selection.ids} rows={list.page.rows} most={most} refusedBecause={refusedBecause} clear={selection.clear} />}
      getRowId={(row) => row.id}
      selection={selection.table}
      renderCard={(row) => <PayoutCard row={row} />}
      empty={{ title: 'No payout yet', body: 'One appears here when a trader asks for their share on the page of a funded account.' }}
    />
  );
}
