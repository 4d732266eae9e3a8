// Payout statistics: what did we pay, how fast, and does the ledger say the same?
import type { Metadata } from 'next';
import { PaidChart } from '@/components/payouts/paid-chart';
import { ByProduct, ByProvider, InAll } from '@/components/payouts/payout-figures';
import { PayoutTabs } from '@/components/payouts/payout-tabs';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { createClient } from '@/lib/db/server';
import { readPayoutFigures } from '@/lib/payouts/office-read';
import { requireStaff } from '@/lib/staff/gate';
import { pageHead } from '@/lib/staff/pages';
import { readersOf } from '@/lib/staff/roles';

const HEAD = pageHead('/payouts/statistics');
export const metadata: Metadata = { title: HEAD.title };

export default async function PayoutStatisticsPage() {
  const actor = await requireStaff(readersOf('/payouts'));
  const at = new Date();
  const figures = await readPayoutFigures(await createClient(), at).catch(() => null);
  return (
    <>
      <PageHeader {...HEAD} stamp={<FreshnessStamp at={at.toISOString()} />} />
      <PayoutTabs at="/payouts/statistics" role={actor.role} />
      {figures === null && <ErrorState code="figures-not-read" title="The figures of what was paid could not be read" />}
      {figures?.paid.length === 0 && (
        <Empty title="Nothing was paid yet" body="Figures appear with the first payout that a provider says has arrived." />
      )}
      {figures && figures.paid.length > 0 && (
        <div className="flex flex-col gap-4">
          <InAll paid={figures.paid} />
          {figures.paid.map(({ currency }) => (
            <PaidChart
              key={currency}
              currency={currency}
              days={figures.days.filter((day) => day.currency === currency)}
              until={at.toISOString().slice(0, 10)}
            />
          ))}
          <div className="grid items-start gap-4 lg:grid-cols-2">
            <ByProduct products={figures.by_product} />
            <ByProvider providers={figures.by_provider} />
          </div>
        </div>
      )}
    </>
  );
}
