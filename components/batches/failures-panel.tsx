// The accounts a run could not judge, each with its reason: nothing that failed is ever taken for judged.
import Link from 'next/link';
import { FigureTable } from '@/components/ui/figure-table';
import { Panel } from '@/components/ui/panel';
import type { BatchRunDetail } from '@/lib/batches/run';
import type { FormAction } from '@/lib/staff/form';
import { RetryOne } from './retry-one';

const SHOWN = 200;

type Props = {
  run: BatchRunDetail;
  logins: Record<string, string>;
  refusedBecause: string | null;
  retry: FormAction;
};

export function FailuresPanel({ run, logins, refusedBecause, retry }: Props) {
  const rows = run.errors.slice(0, SHOWN);
  return (
    <Panel
      title="Failures"
      aside={
        run.failed > rows.length && (
          <span>
            The first {rows.length} of {run.failed}
          </span>
        )
      }
      flush
    >
      {rows.length === 0 ? (
        <p className="p-4 text-ink-2">
          {run.state === 'running' ? 'Failures are named when the run ends.' : 'Every account of this run was judged or skipped.'}
        </p>
      ) : (
        <FigureTable
          caption="Accounts the run failed on"
          columns={[
            { name: 'Account', words: true },
            { name: 'Code', words: true },
            { name: 'Reason', words: true },
            { name: 'Attempts' },
            { name: 'Again', words: true },
          ]}
          rows={rows.map((one) => ({
            key: one.accountId,
            cells: [
              <Link
                key="account"
                href={`/accounts/${one.accountId}`}
                prefetch={false}
                className="font-mono text-label text-accent hover:underline"
              >
                {logins[one.accountId] ?? one.accountId.slice(0, 8)}
              </Link>,
              <span key="code" className="font-mono text-label">
                {one.code}
              </span>,
              one.message,
              one.attempts,
              <RetryOne
                key="again"
                run={run}
                account={one.accountId}
                login={logins[one.accountId] ?? one.accountId}
                refusedBecause={refusedBecause}
                action={retry}
              />,
            ],
          }))}
        />
      )}
    </Panel>
  );
}
