// One listener: its log, newest first, and everything that may be changed about it.
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { DeliveryLog } from '@/components/integrations/delivery-log';
import { EndpointForm } from '@/components/integrations/endpoint-form';
import { EndpointSecret, SendAgainSince, SwitchEndpoint } from '@/components/integrations/endpoint-deeds';
import { LinkButton } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { Panel } from '@/components/ui/panel';
import { FreshnessStamp } from '@/components/ui/stamp';
import { Tabs } from '@/components/ui/tabs';
import { When } from '@/components/ui/when';
import { createClient } from '@/lib/db/server';
import { readAttempts, readDeliveries, readEndpoint, type Attempt, type Delivery, type Endpoint } from '@/lib/outbound/read';
import { TOPICS } from '@/lib/outbound/topics';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf, type StaffRole } from '@/lib/staff/roles';
import { UUID } from '@/lib/uuid';
import { keepListener, rotateListener, sendAllAgain, sendOneAgain, switchListener } from '../actions';

export const metadata: Metadata = { title: 'Listener' };
const PAGE = 30;
const LOG_READERS: readonly StaffRole[] = ['support', 'risk', 'finance', 'config', 'admin', 'auditor'];

export default async function EndpointPage({ params, searchParams }: PageProps<'/integrations/outbound/[id]'>) {
  const actor = await requireStaff(readersOf('/integrations'));
  const { id } = await params;
  if (!UUID.test(id)) notFound();
  const search = await searchParams;
  const before = typeof search.before === 'string' && /^[1-9]\d{0,15}$/.test(search.before) ? search.before : null;
  const waiting = search.show === 'waiting';
  const client = await createClient();
  const endpoint = await readEndpoint(client, id);
  if (!endpoint) notFound();
  const mayRead = LOG_READERS.includes(actor.role);
  const log = mayRead ? await readDeliveries(client, id, { before, waiting, size: PAGE }).catch(() => null) : null;
  const attempts = log
    ? await readAttempts(
        client,
        log.rows.map((one) => one.id),
      ).catch(() => [])
    : [];
  const configures = actor.role === 'config' || actor.role === 'admin' ? null : 'Config and admin change listeners.';
  const replays = configures === null || actor.role === 'risk' ? null : 'Risk, config and admin send again.';
  return (
    <>
      <PageHeader
        title={endpoint.name}
        question="What was it told, and what did it answer?"
        stamp={<FreshnessStamp at={new Date().toISOString()} />}
        actions={
          <Link href="/integrations/outbound" className="text-accent underline">
            All listeners
          </Link>
        }
      />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          {endpoint.paused_at && (
            <p role="status" className="rounded-md border border-caution bg-caution-soft px-4 py-3">
              Nothing is sent since <When at={endpoint.paused_at} />: it failed for a day, last {endpoint.last_error ?? 'without an answer'}
              .{endpoint.waiting !== null && ` ${endpoint.waiting} wait.`}
            </p>
          )}
          <Log endpoint={endpoint} log={mayRead ? log : 'not-yours'} attempts={attempts} waiting={waiting} off={replays} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <EndpointForm topics={TOPICS} endpoint={endpoint} refusedBecause={configures} action={keepListener} />
          <SendAgainSince endpoint={endpoint} off={replays} action={sendAllAgain} />
          <EndpointSecret endpoint={endpoint} off={configures} action={rotateListener} />
          <SwitchEndpoint endpoint={endpoint} off={configures} action={switchListener} />
        </div>
      </div>
    </>
  );
}

type LogProps = {
  endpoint: Endpoint;
  log: { rows: Delivery[]; next: string | null } | null | 'not-yours';
  attempts: Attempt[];
  waiting: boolean;
  off: string | null;
};

function Log({ endpoint, log, attempts, waiting, off }: LogProps) {
  const href = `/integrations/outbound/${endpoint.id}`;
  return (
    <Panel title="Log" flush>
      <Tabs
        label="Log"
        className="px-4"
        items={[
          { href, label: 'All', current: !waiting },
          { href: `${href}?show=waiting`, label: 'Waiting', current: waiting, count: endpoint.waiting },
        ]}
      />
      {log === 'not-yours' && <p className="p-4">Your role does not read what was sent.</p>}
      {log === null && <ErrorState code="log-not-read" title="The log could not be read" />}
      {log !== null && log !== 'not-yours' && (
        <>
          {log.rows.length === 0 && (
            <Empty
              title={waiting ? 'Nothing waits' : 'Nothing was sent yet'}
              body="It hears what happens from the day it was added."
              className="m-4"
            />
          )}
          <DeliveryLog rows={log.rows} attempts={attempts} off={off} action={sendOneAgain} />
          {log.next && (
            <p className="p-4">
              <LinkButton href={`${href}?before=${log.next}${waiting ? '&show=waiting' : ''}`}>Older</LinkButton>
            </p>
          )}
        </>
      )}
    </Panel>
  );
}
