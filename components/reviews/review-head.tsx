// What is asked, about which account and trader, why it was opened, by whom and until when.
import Link from 'next/link';
import { loginText } from '@/lib/accounts/login-text';
import { Definition } from '@/components/ui/definition';
import { StatusChip } from '@/components/ui/state-chip';
import { When } from '@/components/ui/when';
import { reasonText } from '@/lib/events/reason-words';
import { PROBLEMS } from '@/lib/orders/states';
import { reviewWords } from '@/lib/reviews/kinds';
import type { ReviewRow } from '@/lib/reviews/read';
import { ruleName } from '@/lib/rules/rule-name';
import { UUID } from '@/lib/uuid';

export function ReviewHead({ review }: { review: ReviewRow }) {
  const words = reviewWords(review.kind, review.rule);
  return (
    <header className="flex flex-col gap-2">
      <h2 className="flex flex-wrap items-center gap-2 text-section font-semibold">
        {words.name}
        {review.account_id && (
          <Link href={`/accounts/${review.account_id}`} className="font-mono text-form text-accent underline">
            {loginText(review.login ?? '')}
          </Link>
        )}
        {review.account_status && <StatusChip status={review.account_status} />}
      </h2>
      <p className="text-form">{words.question}</p>
      <Definition
        rows={[
          ...(review.reason ? [{ term: 'Opened because', value: PROBLEMS[review.reason] ?? reasonText(review.reason) }] : []),
          ...(review.rule ? [{ term: 'About', value: ruleName(review.rule) }] : []),
          ...(review.trader_id ? [{ term: 'Trader', value: <TraderLink review={review} /> }] : []),
          ...(review.phase_name ? [{ term: 'Phase', value: [review.challenge_title, review.phase_name].filter(Boolean).join(', ') }] : []),
          ...(review.requested_by ? [{ term: 'Asked by', value: review.requested_by_name ?? 'Former staff' }] : []),
          { term: 'Opened', value: <When at={review.created_at} mode="minute" /> },
          ...(review.due_at
            ? [{ term: review.is_overdue ? 'Overdue since' : 'Due', value: <When at={review.due_at} mode="minute" /> }]
            : []),
          ...(review.is_open ? [] : decided(review)),
        ]}
      />
      {review.subject_id && review.account_id && /^(violation|verdict_changed)$/.test(review.kind) && (
        <p>
          <Link href={`/accounts/${review.account_id}?tab=violations&violation=${review.subject_id}`} className="text-accent underline">
            See the verdict and its figures
          </Link>
        </p>
      )}
      {review.kind === 'payout' && review.subject_id && (
        <p>
          <Link href={`/payouts/${review.subject_id}`} className="text-accent underline">
            See the payout, its checks and what an approval signs
          </Link>
          {joined(review.evidence).map((id, at) => (
            <span key={id}>
              ,{' '}
              <Link href={`/payouts/${id}`} className="text-accent underline">
                and {at === 0 ? 'one' : 'another'} that joined it
              </Link>
            </span>
          ))}
        </p>
      )}
      {soldUnder(review.evidence) && (
        <p>
          <Link href={`/orders/${soldUnder(review.evidence)}`} className="text-accent underline">
            See the order and what came back
          </Link>
        </p>
      )}
    </header>
  );
}

/** Further payouts of the account that the question is about by now. */
function joined(evidence: unknown): string[] {
  const also = typeof evidence === 'object' && evidence !== null && 'also' in evidence && Array.isArray(evidence.also) ? evidence.also : [];
  return also.flatMap((one: unknown) =>
    typeof one === 'object' && one !== null && 'payout_id' in one && typeof one.payout_id === 'string' && UUID.test(one.payout_id)
      ? [one.payout_id]
      : [],
  );
}

/** The order a question about a sale was filed with; an order to a platform is named there too, by its kind. */
function soldUnder(evidence: unknown): string | null {
  const order = typeof evidence === 'object' && evidence !== null && 'order' in evidence ? evidence.order : null;
  return typeof order === 'string' && UUID.test(order) ? order : null;
}

function TraderLink({ review }: { review: ReviewRow }) {
  return (
    <Link href={`/traders/${review.trader_id}`} className="text-accent underline">
      {review.trader_name || 'Without a name'}
    </Link>
  );
}

function decided(review: ReviewRow) {
  return [
    {
      term: review.state.charAt(0).toUpperCase() + review.state.slice(1),
      value: (
        <>
          <When at={review.decided_at} mode="minute" /> by {review.decided_by_name ?? 'the system'}
        </>
      ),
    },
    ...(review.decision_reason ? [{ term: 'Reason', value: review.decision_reason }] : []),
  ];
}
