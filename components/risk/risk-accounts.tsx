// The list that proves a figure: each account with what decided it.
import Link from 'next/link';
import { LinkButton } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { StatusChip } from '@/components/ui/state-chip';
import { When } from '@/components/ui/when';
import { loginText } from '@/lib/accounts/login-text';
import { ruleName } from '@/lib/rules/rule-name';
import { RISK_PAGE, riskAccountsHref, type RiskAccountsQuery } from '@/lib/stats/risk-figures';
import type { RiskAccount } from '@/lib/stats/risk-read';
import { FigureTable } from '@/components/ui/figure-table';

export function RiskAccounts({ query, rows, total }: { query: RiskAccountsQuery; rows: RiskAccount[]; total: number }) {
  const last = Math.max(1, Math.ceil(total / RISK_PAGE));
  return (
    <Panel
      title={`${total} ${total === 1 ? 'account' : 'accounts'}`}
      flush
      aside={
        last > 1 && (
          <nav aria-label="Pages" className="flex items-center gap-2">
            {query.page > 1 && (
              <LinkButton size="small" href={riskAccountsHref({ ...query, page: query.page - 1 })}>
                Previous
              </LinkButton>
            )}
            <span className="num">
              Page {query.page} of {last}
            </span>
            {query.page < last && (
              <LinkButton size="small" href={riskAccountsHref({ ...query, page: query.page + 1 })}>
                Next
              </LinkButton>
            )}
          </nav>
        )
      }
    >
      <FigureTable
        caption="Accounts behind the figure, the latest opened first"
        columns={['Account', 'Status', 'Trader', 'Phase', 'Rule version', 'Opened', 'First trade', 'Decided', 'Ended by'].map((name) => ({
          name,
          words: true,
        }))}
        rows={rows.map((row) => ({
          key: row.account_id,
          cells: [
            <Link
              key="login"
              href={`/accounts/${row.account_id}`}
              prefetch={false}
              className="font-mono text-label text-accent hover:underline"
            >
              {loginText(row.login)}
            </Link>,
            <StatusChip key="status" status={row.status} />,
            row.trader,
            `${row.challenge}, ${row.phase}`,
            `${row.code} v${row.version}`,
            <When key="opened" at={row.opened_at} mode="minute" />,
            <When key="first" at={row.first_trade_at} mode="minute" />,
            row.decided_at === null ? (
              <span className="text-ink-3">not yet</span>
            ) : (
              <When key="decided" at={row.decided_at} mode="minute" />
            ),
            row.ended_by === null ? '' : ruleName(row.ended_by),
          ],
        }))}
      />
    </Panel>
  );
}
