'use client';
// The violations list: the shared frame with its own columns, and many decided together.
import { ListTable, type ListOf } from '@/components/lists/list-table';
import { useSelection } from '@/components/lists/use-selection';
import { Live } from '@/components/live/live';
import type { FormAction } from '@/lib/staff/form';
import type { ViolationRow } from '@/lib/violations/read';
import { VerdictBar } from './verdict-bar';
import { ViolationCard, violationColumns } from './violation-columns';

type Props = ListOf<ViolationRow> & {
  after: string | null;
  /** Null where this person decides verdicts; otherwise why not. */
  refusedBecause: string | null;
  carryOut: FormAction;
};

export function ViolationsTable({ after, refusedBecause, carryOut, ...list }: Props) {
  const selection = useSelection(
    list.definition,
    list.query,
    list.page.rows.map((row) => row.id),
  );
  const live = after !== null && <Live after={after} topics={['violation']} mode="pill" noun={['new verdict', 'new verdicts']} />;
  return (
    <ListTable
      caption="Violations"
      columns={violationColumns}
      {...list}
      live={live}
      above={<VerdictBar selection={selection} total={list.page.total} refusedBecause={refusedBecause} carryOut={carryOut} />}
      getRowId={(row) => row.id}
      selection={selection.table}
      renderCard={(row) => <ViolationCard row={row} />}
      empty={{ title: 'No rule was broken', body: 'A verdict appears here the moment an account breaks one of its rules.' }}
    />
  );
}
