// Overrides: who decides against what the system found, how often and with which reason?
import type { Metadata } from 'next';
import Link from 'next/link';
import { OverrideDefinitions } from '@/components/staff/override-definitions';
import { OverridePeople } from '@/components/staff/override-people';
import { OverrideReasons, OverrideRows } from '@/components/staff/override-rows';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { createClient } from '@/lib/db/server';
import { requireStaff } from '@/lib/staff/gate';
import { readSpan, SPANS, spanOf } from '@/lib/staff/overrides';
import { readOverrides } from '@/lib/staff/overrides-read';
import { pageHead } from '@/lib/staff/pages';
import { readersOf } from '@/lib/staff/roles';
import { StaffTabs } from '../staff-tabs';

const HEAD = pageHead('/staff/overrides');
export const metadata: Metadata = { title: HEAD.title };

export default async function OverridesPage({ searchParams }: PageProps<'/staff/overrides'>) {
  await requireStaff(readersOf('/staff'));
  const days = readSpan((await searchParams).days);
  const now = new Date();
  const span = spanOf(days, now);
  const told = await readOverrides(await createClient(), span).catch(() => null);
  const names = Object.fromEntries((told?.staff ?? []).map((one) => [one.id, one.name]));
  return (
    <>
      <PageHeader title="Staff" question={HEAD.question} stamp={<FreshnessStamp at={now.toISOString()} />} />
      <StaffTabs current="overrides" />
      <div className="flex flex-col gap-4">
        <nav aria-label="Days" className="flex flex-wrap gap-3">
          {SPANS.map((one) => (
            <Link
              key={one}
              href={one === 30 ? '/staff/overrides' : `/staff/overrides?days=${one}`}
              aria-current={one === days ? 'true' : undefined}
              className={
                one === days ? 'inline-flex min-h-6 items-center font-semibold' : 'inline-flex min-h-6 items-center text-accent underline'
              }
            >
              {one} days
            </Link>
          ))}
        </nav>
        {told === null && <ErrorState code="overrides-not-read" title="The overrides could not be counted" />}
        {told && told.decisions === 0 && (
          <Empty
            title="Nobody has decided anything in these days"
            body="Once staff decide on verdicts, accounts, reviews or payouts, each of them is counted here, and how often it went against the system."
          />
        )}
        {told && told.decisions > 0 && (
          <>
            <OverridePeople figures={told} span={span} />
            {told.overrides > 0 && <OverrideReasons figures={told} />}
            {told.overrides > 0 && <OverrideRows rows={told.rows} total={told.overrides} names={names} span={span} />}
          </>
        )}
        <OverrideDefinitions />
      </div>
    </>
  );
}
