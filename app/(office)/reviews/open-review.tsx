// The review that is open: what is asked, the evidence as a checklist, and the answers this person may give.
import type { SupabaseClient } from '@supabase/supabase-js';
import Link from 'next/link';
import { Checklist } from '@/components/reviews/checklist';
import { ClaimForm } from '@/components/reviews/claim-form';
import { DecideReview } from '@/components/reviews/decide-review';
import { EvidenceFacts } from '@/components/reviews/evidence-facts';
import { ReviewHead } from '@/components/reviews/review-head';
import { Empty } from '@/components/ui/empty';
import { Panel } from '@/components/ui/panel';
import { queueHref, type QueueAddress } from '@/lib/reviews/address';
import { checklist } from '@/lib/reviews/checklist';
import { REVIEWS } from '@/lib/reviews/kinds';
import { readGrounds, readReview, type ReviewRow } from '@/lib/reviews/read';
import type { StaffActor } from '@/lib/staff/actor';
import { claimOne, decideOne, releaseOne } from './actions';

type Props = { id: string; nextHref: string; address: QueueAddress; actor: StaffActor; client: SupabaseClient };

export async function OpenReview({ id, nextHref, address, actor, client }: Props) {
  const review = await readReview(client, id);
  if (!review) return <Empty title="There is no such review" body="It may be of a kind your role does not see." />;
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
        <EvidenceFacts evidence={review.evidence} />
        {review.is_open && refusedBecause === null && (
          <ClaimForm
            key={review.id}
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
          isOpen={review.is_open}
          refusedBecause={review.is_open ? refusedBecause : `It is ${review.state} already.`}
          href={queueHref({ ...address, review: review.id })}
          nextHref={nextHref}
          action={decideOne}
        />
      </div>
    </Panel>
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
