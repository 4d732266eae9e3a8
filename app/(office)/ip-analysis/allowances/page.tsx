// Allowances: which networks speak against nobody, why, and until when?
import type { Metadata } from 'next';
import { IpTabs } from '@/components/ip/ip-tabs';
import { ReasonForm } from '@/components/ui/reason-form';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import { readAllowances, type AllowanceRow } from '@/lib/abuse/shared-ip-read';
import { createClient } from '@/lib/db/server';
import { requireStaff } from '@/lib/staff/gate';
import { allowLine, endAllowed } from '../actions';
import { mayAct, REFUSED } from '../who-acts';

export const metadata: Metadata = { title: 'Allowances' };

export default async function AllowancesPage() {
  const actor = await requireStaff(['risk', 'admin', 'auditor']);
  const rows = await readAllowances(await createClient()).catch(() => null);
  const refusedBecause = mayAct(actor.role) ? null : REFUSED;
  const now = new Date().toISOString();
  const inForce = (rows ?? []).filter((row) => row.ended_at === null && Date.parse(row.expires_at) > Date.parse(now));
  const over = (rows ?? []).filter((row) => !inForce.includes(row));
  return (
    <>
      <PageHeader
        title="IP analysis"
        question="Which networks speak against nobody, why, and until when?"
        stamp={<FreshnessStamp at={now} />}
      />
      <IpTabs current="allowances" seesAllowances />
      <div className="flex flex-col gap-4">
        <Panel title="In force" aside={rows && `${inForce.length}`}>
          {rows === null ? (
            <ErrorState code="allowances-not-read" title="The allowances could not be read" />
          ) : inForce.length === 0 ? (
            <Empty
              title="Nothing is allowed"
              body="Every shared line counts. Allow an office, a family or a trading floor you know, for as long as you know it."
            />
          ) : (
            <ul className="flex flex-col gap-4">
              {inForce.map((row) => (
                <Allowed key={row.id} row={row} refusedBecause={refusedBecause} />
              ))}
            </ul>
          )}
        </Panel>
        <Panel title="Allow a network" id="allow">
          <ReasonForm
            id="allow"
            deed="Allow it"
            hidden={{}}
            fields={[
              {
                name: 'network',
                label: 'Network',
                placeholder: '203.0.113.0/24',
                hint: 'An address or a range, at most a /8, or a /24 of IPv6',
              },
              {
                name: 'days',
                label: 'For how many days',
                type: 'number',
                defaultValue: '90',
                hint: 'At most a year; then it counts again by itself',
              },
            ]}
            refusedBecause={refusedBecause}
            action={allowLine}
          />
        </Panel>
        {over.length > 0 && <Over rows={over} />}
      </div>
    </>
  );
}

function Allowed({ row, refusedBecause }: { row: AllowanceRow; refusedBecause: string | null }) {
  return (
    <li className="flex flex-col gap-1">
      <p>
        <span className="font-mono">{row.network}</span> until <When at={row.expires_at} mode="date" />
      </p>
      <p className="text-ink-2">{row.reason}</p>
      <details>
        <summary className="cursor-pointer text-label text-accent">End it now</summary>
        <div className="mt-2 max-w-prose">
          <ReasonForm
            id={`end-${row.id}`}
            deed="End the allowance"
            hidden={{ allowance: row.id }}
            refusedBecause={refusedBecause}
            action={endAllowed}
          />
        </div>
      </details>
    </li>
  );
}

function Over({ rows }: { rows: AllowanceRow[] }) {
  return (
    <Panel title="Ended or expired" aside={`${rows.length}`}>
      <ul className="flex flex-col gap-1">
        {rows.map((row) => (
          <li key={row.id} className="text-ink-2">
            <span className="font-mono text-label">{row.network}</span>: {row.reason}{' '}
            {row.ended_at ? (
              <>
                Ended <When at={row.ended_at} mode="date" />: {row.end_reason}
              </>
            ) : (
              <>
                Expired <When at={row.expires_at} mode="date" />
              </>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
