// Reviews: what do I decide next? The queue at the left by due time, the question and its evidence at the right.
import type { SupabaseClient } from '@supabase/supabase-js';
import type { Metadata } from 'next';
import { Live } from '@/components/live/live';
import { CsvLink } from '@/components/lists/csv-link';
import { BulkForm } from '@/components/reviews/bulk-form';
import { KindFilter, ScopeFilter } from '@/components/reviews/kind-filter';
import { QueueKeys } from '@/components/reviews/queue-keys';
import { QueueList } from '@/components/reviews/queue-list';
import { NothingWaits } from '@/components/reviews/nothing-waits';
import { SecondPersonPanel } from '@/components/reviews/second-person-panel';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { createClient } from '@/lib/db/server';
import { readHead } from '@/lib/events/read';
import { placeInQueue, queueHref, readQueueAddress, refusedOfQueue, scopeOf, type QueueAddress } from '@/lib/reviews/address';
import { kindsFor, kindsSeen, ONE_BY_ONE } from '@/lib/reviews/kinds';
import { readLastDecided, readQueue, readSecondPersonRequests, type Queue, type ReviewRow } from '@/lib/reviews/read';
import type { StaffActor } from '@/lib/staff/actor';
import { requireStaff } from '@/lib/staff/gate';
import { pageHead } from '@/lib/staff/pages';
import { readersOf } from '@/lib/staff/roles';
import { decideAll } from './actions';
import { OpenReview } from './open-review';

const HEAD = pageHead('/reviews');
export const metadata: Metadata = { title: HEAD.title };

/** Whether this person may decide it at all; claims of others run out, so they do not count here. */
const mayDecide = (row: ReviewRow, actor: StaffActor) => kindsFor(actor.role).includes(row.kind) && row.requested_by !== actor.id;

export default async function ReviewsPage({ searchParams }: PageProps<'/reviews'>) {
  const actor = await requireStaff(readersOf('/reviews'));
  const search = await searchParams;
  const linked = readQueueAddress(search);
  const decides = kindsFor(actor.role).length > 0;
  const address = { ...linked, scope: decides ? scopeOf(linked, decides) : undefined };
  const refused = refusedOfQueue(search);
  const client = await createClient();
  const [queue, after, waiting] = await Promise.all([
    readQueue(client, address, actor).catch(() => null),
    readHead().catch(() => null),
    actor.role === 'risk' || actor.role === 'admin' ? readSecondPersonRequests(client).catch(() => []) : [],
  ]);
  if (!queue) return <ErrorState code="queue-not-read" title="The queue could not be read" />;
  const place = placeInQueue(
    queue.rows.map((row) => ({ id: row.id, mine: mayDecide(row, actor) })),
    address.review,
  );
  const to = (review: string | null) => (review ? queueHref({ ...address, review }) : null);
  return (
    <>
      <PageHeader
        {...HEAD}
        stamp={<FreshnessStamp at={queue.readAt} />}
        actions={
          <>
            <CsvLink href={queueHref({ ...address, events: undefined, review: null }).replace('/reviews', '/reviews/export')} />
            <QueueKeys nextHref={to(place.next)} previousHref={to(place.previous)} />
            {after !== null && <Live after={after} topics={['review']} mode="refresh" />}
          </>
        }
      />
      {waiting.length > 0 && <SecondPersonPanel rows={waiting} actorId={actor.id} />}
      {refused.length > 0 && (
        <p role="status" className="mb-3 rounded-md border border-caution bg-caution-soft px-3 py-2">
          The queue is shown without a filter that could not be followed: {refused.join(' ')} (filter-not-followed)
        </p>
      )}
      {decides && <ScopeFilter mine={queue.mine} seen={queue.seen} address={address} />}
      <KindFilter kinds={kindsSeen(actor.role)} counts={queue.counts} overdue={queue.overdue} address={address} />
      {queue.rows.length === 0 && !address.review ? (
        <NothingWaits address={address} others={queue.seen - queue.mine} lastDecided={await readLastDecided(client)} />
      ) : (
        <Columns queue={queue} place={place} nextHref={to(place.next)} address={address} actor={actor} client={client} />
      )}
    </>
  );
}

type ColumnsProps = {
  queue: Queue;
  place: ReturnType<typeof placeInQueue>;
  nextHref: string | null;
  address: QueueAddress;
  actor: StaffActor;
  client: SupabaseClient;
};

/** The queue and, beside it, the review that is open; on a narrow screen one of the two. */
function Columns({ queue, place, nextHref, address, actor, client }: ColumnsProps) {
  const mayBulk =
    // The deed is done to every open one of the kind, so it is offered only where all of them are seen.
    !address.due &&
    address.kind !== null &&
    kindsFor(actor.role).includes(address.kind) &&
    !ONE_BY_ONE.includes(address.kind) &&
    queue.matching === queue.ofKind &&
    queue.matching > 1;
  return (
    <div className="grid gap-4 lg:grid-cols-[minmax(280px,360px)_minmax(0,1fr)]">
      <div className={address.review ? 'max-lg:hidden' : undefined}>
        <QueueList
          rows={queue.rows}
          matching={queue.matching}
          open={place.open}
          address={address}
          actorId={actor.id}
          others={address.scope === 'mine' ? queue.seen - queue.mine : 0}
        />
        {mayBulk && address.kind && <BulkForm key={address.kind} kind={address.kind} matching={queue.matching} action={decideAll} />}
      </div>
      <div className={address.review ? undefined : 'max-lg:hidden'}>
        {place.open && (
          <OpenReview
            id={place.open}
            nextHref={nextHref ?? queueHref({ ...address, review: null })}
            address={address}
            actor={actor}
            client={client}
          />
        )}
      </div>
    </div>
  );
}
