// Audit: who did what, when, and why? And is what stands here what was written?
import type { Metadata } from 'next';
import { AuditFilters } from '@/components/audit/audit-filters';
import { AuditTrail } from '@/components/audit/audit-trail';
import { ChainPanel } from '@/components/audit/chain-panel';
import { Empty, NoMatch } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { LinkButton } from '@/components/ui/button';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { createClient } from '@/lib/db/server';
import { readAnchors, readStanding } from '@/lib/events/anchors-read';
import { auditFilters, auditHref, readAuditQuery } from '@/lib/events/audit';
import { readAudit, readColleagues, verifySpine } from '@/lib/events/audit-read';
import { requireStaff } from '@/lib/staff/gate';
import { pageHead } from '@/lib/staff/pages';
import { readersOf } from '@/lib/staff/roles';
import { explainChange } from './actions';

const HEAD = pageHead('/audit');
export const metadata: Metadata = { title: HEAD.title };
const SHOWN = 50;

export default async function AuditPage({ searchParams }: PageProps<'/audit'>) {
  const actor = await requireStaff(readersOf('/audit'));
  const search = await searchParams;
  const query = readAuditQuery(search);
  const client = await createClient();
  const readAt = new Date();
  const [page, anchors, standing, verified, names] = await Promise.all([
    readAudit(client, query, SHOWN).catch(() => null),
    readAnchors(client, 1).catch(() => null),
    readStanding(client).catch(() => null),
    search.check === '1' ? verifySpine(client).catch(() => null) : undefined,
    // Without them an id stands where a name would.
    readColleagues(client).catch(() => ({})),
  ]);
  const filters = auditFilters(query);
  return (
    <>
      <PageHeader
        {...HEAD}
        stamp={<FreshnessStamp at={readAt.toISOString()} />}
        actions={
          <>
            <LinkButton href={auditHref(query, { path: '/audit/export', extra: { format: 'csv' } })} prefetch={false}>
              CSV
            </LinkButton>
            <LinkButton href={auditHref(query, { path: '/audit/export', extra: { format: 'json' } })} prefetch={false}>
              JSON
            </LinkButton>
          </>
        }
      />
      <div className="flex flex-col gap-4">
        {standing === null && (
          <ErrorState code="standing-not-read" title="Whether a change of the history is unexplained could not be read" />
        )}
        <ChainPanel
          anchor={anchors?.[0] ?? null}
          verified={verified}
          checkHref={auditHref(query, { extra: { check: '1' } })}
          open={standing?.open ?? null}
          explain={{ refusedBecause: actor.role === 'admin' ? null : 'An admin explains a change of the history.', action: explainChange }}
        />
        <AuditFilters query={query} />
        {page === null && <ErrorState code="audit-not-read" title="The events could not be read" />}
        {page && page.rows.length > 0 && (
          <AuditTrail
            rows={page.rows}
            query={query}
            names={names}
            olderHref={page.next === null ? null : auditHref(query, { before: page.next })}
          />
        )}
        {page?.rows.length === 0 && filters.length === 0 && (
          <Empty title="Nothing has happened yet" body="Every deed of people and machines appears here." />
        )}
        {page?.rows.length === 0 && filters.length > 0 && (
          <NoMatch
            title="No event matches"
            body={`Nothing fits ${filters.join(', ')}. Drop one of them.`}
            action={<LinkButton href="/audit">Clear all filters</LinkButton>}
          />
        )}
      </div>
    </>
  );
}
