// Listeners: who hears from us, what waits for each, and what each last answered.
import type { Metadata } from 'next';
import Link from 'next/link';
import { EndpointForm } from '@/components/integrations/endpoint-form';
import { IntegrationTabs } from '@/components/integrations/integration-tabs';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { StatusChip } from '@/components/ui/state-chip';
import { FreshnessStamp } from '@/components/ui/stamp';
import { When } from '@/components/ui/when';
import { createClient } from '@/lib/db/server';
import { readEndpoints, type Endpoint } from '@/lib/outbound/read';
import { TOPICS } from '@/lib/outbound/topics';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';
import { keepListener } from './actions';

export const metadata: Metadata = { title: 'Listeners' };

export default async function OutboundPage() {
  const actor = await requireStaff(readersOf('/integrations'));
  const readAt = new Date().toISOString();
  const endpoints = await readEndpoints(await createClient()).catch(() => null);
  const off = actor.role === 'config' || actor.role === 'admin' ? null : 'Config and admin add listeners.';
  return (
    <>
      <PageHeader title="Listeners" question="Did everybody hear what they asked for?" stamp={<FreshnessStamp at={readAt} />} />
      <IntegrationTabs current="outbound" />
      <div className="flex flex-col gap-4">
        {endpoints === null && <ErrorState code="listeners-not-read" title="The listeners could not be read" />}
        {endpoints?.length === 0 && (
          <Empty
            title="Nobody listens yet"
            body="Add an address of your own: each event it asks for is posted to it, signed, in order per account."
          />
        )}
        {endpoints && endpoints.length > 0 && (
          <div className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
            {endpoints.map((one) => (
              <EndpointCard key={one.id} endpoint={one} />
            ))}
          </div>
        )}
        <EndpointForm topics={TOPICS} refusedBecause={off} action={keepListener} />
      </div>
    </>
  );
}

const stateOf = ({ is_active, paused_at }: Endpoint): string => (!is_active ? 'disabled' : paused_at ? 'paused' : 'active');

function EndpointCard({ endpoint }: { endpoint: Endpoint }) {
  return (
    <article className="flex min-w-0 flex-col gap-2 rounded-md border border-line bg-surface p-4">
      <header className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="min-w-0 text-form font-semibold">
          <Link href={`/integrations/outbound/${endpoint.id}`} className="text-accent underline">
            {endpoint.name}
          </Link>
        </h2>
        <StatusChip status={stateOf(endpoint)} />
      </header>
      <p className="font-mono text-label break-all text-ink-2">{endpoint.url}</p>
      <p>
        {endpoint.waiting === null
          ? 'What waits is not yours to see'
          : endpoint.waiting === 0
            ? 'Nothing waits'
            : `${endpoint.waiting} wait`}
        , last sent <When at={endpoint.last_sent_at} mode="minute" />
      </p>
      {endpoint.failing_since && (
        <p className="rounded-sm bg-caution-soft px-2 py-1 text-caution">
          Failing since <When at={endpoint.failing_since} mode="minute" />: {endpoint.last_error ?? 'no answer'}
        </p>
      )}
      <p className="text-label text-ink-3">
        {endpoint.topics.length} of {TOPICS.length} topics
      </p>
    </article>
  );
}
