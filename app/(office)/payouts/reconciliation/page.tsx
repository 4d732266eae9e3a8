// Reconciliation: does what left by the providers' word agree with what left by ours?
import type { Metadata } from 'next';
import { PayoutTabs } from '@/components/payouts/payout-tabs';
import { StatementForm } from '@/components/payouts/statement-form';
import { ProviderBalances, StatementList } from '@/components/payouts/statement-list';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { createClient } from '@/lib/db/server';
import { FILE_READERS } from '@/lib/payouts/desk-roles';
import { isLive } from '@/lib/payouts/providers/choose';
import { readProviderBalances, readStatements } from '@/lib/payouts/statement-read';
import { STATEMENT_PROVIDERS } from '@/lib/payouts/statements/parse';
import { requireStaff } from '@/lib/staff/gate';

export const metadata: Metadata = { title: 'Reconciliation' };

export default async function ReconciliationPage() {
  const actor = await requireStaff(FILE_READERS);
  const [client, at] = [await createClient(), new Date()];
  const [balances, statements] = await Promise.all([
    readProviderBalances(client).catch(() => null),
    readStatements(client).catch(() => null),
  ]);
  const providers = (await isLive()) ? STATEMENT_PROVIDERS : (['simulated', ...STATEMENT_PROVIDERS] as const);
  return (
    <>
      <PageHeader
        title="Reconciliation"
        question="Does what left by the providers’ word agree with what left by ours?"
        stamp={<FreshnessStamp at={at.toISOString()} />}
      />
      <PayoutTabs at="/payouts/reconciliation" role={actor.role} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(280px,1fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          {balances === null && <ErrorState code="balances-not-read" title="The ledger by provider could not be read" />}
          {balances && balances.length > 0 && <ProviderBalances balances={balances} />}
          {statements === null && <ErrorState code="statements-not-read" title="The statements could not be read" />}
          {statements?.length === 0 && (
            <Empty
              title="No statement was taken in yet"
              body="Ask the bank or the provider for theirs and hand it in: every line is held against our ledger, and whatever differs is named here until somebody has decided it."
            />
          )}
        </div>
        <StatementForm
          providers={providers}
          today={at.toISOString().slice(0, 10)}
          off={actor.role === 'auditor' ? 'Finance and admin take in statements.' : null}
        />
      </div>
      {statements && statements.length > 0 && (
        <div className="mt-4">
          <StatementList statements={statements} />
        </div>
      )}
    </>
  );
}
