// Payouts: which may leave, and what blocks the rest? What needs a hand stands first, whatever the filters.
import type { Metadata } from 'next';
import { PayoutFiguresPanel } from '@/components/payouts/payout-figures';
import { PayoutsTable } from '@/components/payouts/payouts-table';
import { LinkButton } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/empty';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { createClient } from '@/lib/db/server';
import { isNarrowed, readQuery } from '@/lib/lists/query';
import { readListView } from '@/lib/lists/read';
import { payoutsList, type PayoutRow } from '@/lib/payouts/list';
import { readPayoutFigures } from '@/lib/payouts/office-read';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';

export const metadata: Metadata = { title: 'Payouts' };

export default async function PayoutsPage({ searchParams }: PageProps<'/payouts'>) {
  const actor = await requireStaff(readersOf('/payouts'));
  const query = readQuery(payoutsList, await searchParams);
  const client = await createClient();
  const isFront = !isNarrowed(payoutsList, query) && query.page === 1;
  const [view, figures] = await Promise.all([
    readListView<PayoutRow>(client, actor.id, payoutsList, query),
    isFront ? readPayoutFigures(client, new Date()).catch(() => null) : undefined,
  ]);
  return (
    <>
      <PageHeader
        title="Payouts"
        question="Which may leave, and what blocks the rest?"
        stamp={view.page && <FreshnessStamp at={view.page.readAt} />}
        actions={<LinkButton href="/payouts/policy">Payout policy</LinkButton>}
      />
      {view.page ? (
        <PayoutsTable definition={payoutsList} query={query} page={view.page} facets={view.facets} />
      ) : (
        <ErrorState code="list-not-read" title="The payouts could not be read" />
      )}
      {figures === null && <ErrorState code="figures-not-read" title="The figures of what was paid could not be read" className="mt-4" />}
      {figures && <PayoutFiguresPanel figures={figures} />}
    </>
  );
}
