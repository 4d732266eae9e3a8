// Violations: what was broken, and does it still stand? Those that wait for a person are on top whatever the list's order.
import type { Metadata } from 'next';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { ViolationsTable } from '@/components/violations/violations-table';
import { WaitingPanel } from '@/components/violations/waiting-panel';
import { createClient } from '@/lib/db/server';
import { isNarrowed, readQuery } from '@/lib/lists/query';
import { readListView } from '@/lib/lists/read';
import { requireStaff } from '@/lib/staff/gate';
import { pageHead } from '@/lib/staff/pages';
import { readersOf } from '@/lib/staff/roles';
import { violationsList } from '@/lib/violations/list';
import { readWaiting, type ViolationRow } from '@/lib/violations/read';
import { carryOutBulk } from '../accounts/bulk-actions';

const HEAD = pageHead('/violations');
export const metadata: Metadata = { title: HEAD.title };
const SHOWN = 8;

export default async function ViolationsPage({ searchParams }: PageProps<'/violations'>) {
  const actor = await requireStaff(readersOf('/violations'));
  const query = readQuery(violationsList, await searchParams);
  const client = await createClient();
  const isFront = !isNarrowed(violationsList, query) && query.page === 1 && query.scope === 'broken';
  const [view, waiting] = await Promise.all([
    readListView<ViolationRow>(client, actor.id, violationsList, query),
    isFront ? readWaiting(client, SHOWN).catch(() => null) : null,
  ]);
  return (
    <>
      <PageHeader {...HEAD} stamp={view.page && <FreshnessStamp at={view.page.readAt} />} />
      {waiting && waiting.total > 0 && <WaitingPanel rows={waiting.rows} total={waiting.total} />}
      {view.page ? (
        <ViolationsTable
          definition={violationsList}
          query={query}
          page={view.page}
          facets={view.facets}
          after={view.after}
          refusedBecause={actor.role === 'risk' || actor.role === 'admin' ? null : 'Risk and admin decide verdicts.'}
          carryOut={carryOutBulk}
        />
      ) : (
        <ErrorState code="list-not-read" title="The violations could not be read" />
      )}
    </>
  );
}
