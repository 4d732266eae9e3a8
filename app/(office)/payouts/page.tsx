// Payouts: which may leave, and what blocks the rest? What needs a hand stands first, whatever the filters.
import type { Metadata } from 'next';
import { InAll } from '@/components/payouts/payout-figures';
import { PayoutTabs } from '@/components/payouts/payout-tabs';
import { PayoutsTable } from '@/components/payouts/payouts-table';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { createClient } from '@/lib/db/server';
import { isNarrowed, readQuery } from '@/lib/lists/query';
import { readListView } from '@/lib/lists/read';
import { MOST_AT_ONCE } from '@/lib/payouts/bulk-write';
import { payoutsList, type PayoutRow } from '@/lib/payouts/list';
import { readPayoutFigures } from '@/lib/payouts/office-read';
import { requireStaff } from '@/lib/staff/gate';
import { pageHead } from '@/lib/staff/pages';
import { readersOf } from '@/lib/staff/roles';

const HEAD = pageHead('/payouts');
export const metadata: Metadata = { title: HEAD.title };

export default async function PayoutsPage({ searchParams }: PageProps<'/payouts'>) {
  const actor = await requireStaff(readersOf('/payouts'));
  const query = readQuery(payoutsList, await searchParams);
  const client = await createClient();
  const mayApprove = actor.role === 'finance' || actor.role === 'admin';
  const isFront = !isNarrowed(payoutsList, query) && query.page === 1;
  const [view, figures] = await Promise.all([
    readListView<PayoutRow>(client, actor.id, payoutsList, query),
    isFront ? readPayoutFigures(client, new Date()).catch(() => null) : undefined,
  ]);
  return (
    <>
      <PageHeader {...HEAD} stamp={view.page && <FreshnessStamp at={view.page.readAt} />} />
      <PayoutTabs at="/payouts" role={actor.role} />
      {view.page ? (
        <PayoutsTable
          definition={payoutsList}
          query={query}
          page={view.page}
          facets={view.facets}
          most={MOST_AT_ONCE}
          refusedBecause={mayApprove ? null : 'Finance and admin approve payouts.'}
        />
      ) : (
        <ErrorState code="list-not-read" title="The payouts could not be read" />
      )}
      {figures === null && <ErrorState code="figures-not-read" title="The figures of what was paid could not be read" className="mt-4" />}
      {figures && figures.paid.length > 0 && <InAll paid={figures.paid} className="mt-4" />}
    </>
  );
}
