// The review that is open: what is asked, the evidence as a checklist, and the answers this person may give.
import type { SupabaseClient } from '@supabase/supabase-js';
import Link from 'next/link';
import { Timeline } from '@/components/accounts/timeline';
import { Checklist } from '@/components/reviews/checklist';
import { ClaimForm } from '@/components/reviews/claim-form';
import { DecideReview } from '@/components/reviews/decide-review';
import { EvidenceFacts } from '@/components/reviews/evidence-facts';
import { ReviewHead } from '@/components/reviews/review-head';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { readTimeline } from '@/lib/events/read';
import { EVENT_KINDS, queueHref, type QueueAddress } from '@/lib/reviews/address';
import { checklist } from '@/lib/reviews/checklist';
import { REVIEWS } from '@/lib/reviews/kinds';
import { readGrounds, readReview, type ReviewRow } from '@/lib/reviews/read';
import type { StaffActor } from '@/lib/staff/actor';
import { claimOne, decideOne, releaseOne } from './actions';

type Props = { id: string; nextHref: string; address: QueueAddress; actor: StaffActor; client: SupabaseClient };

export async function OpenReview({ id, nextHref, address, actor, client }: Props) {
  const review = await readReview(client, id);
  if (!review) return <Empty title="There is no such review" body="It may be of a kind your role does not see." />;
  const trail = review.account_id
    ? await readTimeline(client, review.account_id, { kind: address.events ?? '', before: null }).catch(() => null)
    : undefined;
  const checks = checklist(await readGrounds(client, review));
  const refusedBecause = whyNot(review, actor);
  const isMine = review.claimed_by === actor.id;
  return (
    <Panel id="review" className="scroll-mt-4">
      <p className="pb-3 lg:hidden">
        <Link href={queueHref({ ...address, review: null })} className="text-accent underline">
          Back to the queue
        </Link>
      </p>
      <div className="flex flex-col gap-5">
        <ReviewHead review={review} />
        <Checklist checks={checks} />
        <EvidenceFacts evidence={review.evidence} currency={review.currency} />
        {review.is_open && refusedBecause === null && (
          <ClaimForm
            // Siblings: of one key with the answer below, the two would be taken for each other.
            key={`claim:${review.id}`}
            id={review.id}
            href={queueHref({ ...address, review: review.id })}
            isMine={isMine}
            claimedUntil={review.claimed_until}
            claim={claimOne}
            release={releaseOne}
          />
        )}
        <DecideReview
          key={review.id}
          id={review.id}
          version={review.version}
          kind={review.kind}
          rule={review.rule}
          isOpen={review.is_open}
          refusedBecause={review.is_open ? refusedBecause : `It is ${review.state} already.`}
          href={queueHref({ ...address, review: review.id })}
          nextHref={nextHref}
          action={decideOne}
        />
        {review.account_id && trail !== undefined && (
          <AccountTimeline accountId={review.account_id} trail={trail} address={{ ...address, review: review.id }} />
        )}
      </div>
    </Panel>
  );
}

type TrailProps = { accountId: string; trail: Awaited<ReturnType<typeof readTimeline>> | null; address: QueueAddress };

/** What led up to the question: everything that happened to the account it is about. */
function AccountTimeline({ accountId, trail, address }: TrailProps) {
  const kind = address.events ?? '';
  if (!trail) return <ErrorState code="timeline-not-read" title="What happened to the account could not be read" />;
  return (
    <section aria-label="Timeline" className="border-t border-line pt-4">
      <h3 className="pb-2 text-form font-semibold">What happened to the account</h3>
      <Timeline
        rows={trail.rows}
        kind={kind}
        kindLinks={Object.fromEntries(['', ...EVENT_KINDS].map((events) => [events, queueHref({ ...address, events })]))}
        olderHref={trail.older === null ? null : `/accounts/${accountId}?before=${trail.older}${kind && `&kind=${kind}`}`}
      />
    </section>
  );
}

/** Why this person may not decide it, in words; null when they may. */
function whyNot(review: ReviewRow, actor: StaffActor): string | null {
  const { deciders } = REVIEWS[review.kind];
  if (!deciders.includes(actor.role)) return `Decided by ${deciders.join(', ')}.`;
  if (review.requested_by === actor.id) return 'You asked for this yourself: it needs another person.';
  if (review.claimed_by !== null && review.claimed_by !== actor.id) return `Claimed by ${review.claimed_by_name ?? 'somebody else'}.`;
  return null;
}
