// The accounts behind one figure of the risk analysis, counted from the same rows as the figure.
import type { Metadata } from 'next';
import Link from 'next/link';
import { CsvLink } from '@/components/lists/csv-link';
import { RiskAccounts } from '@/components/risk/risk-accounts';
import { NoMatch } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { createClient } from '@/lib/db/server';
import { ruleName } from '@/lib/rules/rule-name';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';
import { MARK_WORDS, readRiskAccountsQuery, riskAccountsHref, STAGE_WORDS, type RiskAccountsQuery } from '@/lib/stats/risk-figures';
import { readRiskAccounts } from '@/lib/stats/risk-read';

export const metadata: Metadata = { title: 'Accounts behind a figure' };

export default async function RiskAccountsPage({ searchParams }: PageProps<'/risk/accounts'>) {
  await requireStaff(readersOf('/risk'));
  const query = readRiskAccountsQuery(await searchParams);
  const found = await readRiskAccounts(await createClient(), query).catch(() => null);
  const readAt = new Date().toISOString();
  return (
    <>
      <PageHeader
        title="Accounts behind a figure"
        question={meaning(query)}
        stamp={found && <FreshnessStamp at={readAt} />}
        actions={
          <>
            <CsvLink href={riskAccountsHref({ ...query, page: 1 }).replace('/risk/accounts', '/risk/accounts/export')} />
            <Link href="/risk" className="text-accent hover:underline">
              Risk analysis
            </Link>
          </>
        }
      />
      {!found && <ErrorState code="risk-accounts-not-read" title="The accounts could not be read" />}
      {found && found.total === 0 && (
        <NoMatch title="No account is behind this figure" body="It may have changed since the link was made." />
      )}
      {found && found.total > 0 && <RiskAccounts query={query} rows={found.rows} total={found.total} />}
    </>
  );
}

function meaning(query: RiskAccountsQuery): string {
  const rule = query.rule === null ? '' : ` ${ruleName(query.rule)}: ${MARK_WORDS[query.mark].means}`;
  const week = query.week === null ? '' : ` Opened in the week of ${query.week}.`;
  const narrowed = query.phase_id || query.rule_set_id ? ' Of one phase or rule version.' : '';
  const stage = query.stage === 'opened' && query.rule !== null ? '' : STAGE_WORDS[query.stage].means.replace(' under this version', '');
  return `${stage}${rule}${week}${narrowed}`.trim();
}
