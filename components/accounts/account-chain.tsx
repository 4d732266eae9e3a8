// Where the account comes from and goes on, and what about it waits for a person. Nothing of the kind, no panel.
import Link from 'next/link';
import { Definition } from '@/components/ui/definition';
import { Panel } from '@/components/ui/panel';
import { StatusChip } from '@/components/ui/state-chip';
import { When } from '@/components/ui/when';
import type { AccountChain as Chain, ChainLink } from '@/lib/accounts/chain-read';
import { reviewWords } from '@/lib/reviews/kinds';
import { loginText } from '@/lib/accounts/login-text';

export function AccountChain({ chain }: { chain: Chain }) {
  const { before, after, isScaled, reviews } = chain;
  if (!before && !after && reviews.length === 0) return null;
  return (
    <Panel title="Before, after, open" className="mt-4">
      <Definition
        rows={[
          ...(before
            ? [{ term: before.closure_reason === 'scaled' ? 'Scaled up from' : 'Opened from', value: <Account link={before} /> }]
            : []),
          ...(after ? [{ term: isScaled ? 'Scaled up to' : 'Went on in', value: <Account link={after} /> }] : []),
          ...reviews.map((review) => ({
            term: 'Waits',
            value: (
              <>
                <Link href={`/reviews?review=${review.id}`} className="text-accent underline">
                  {reviewWords(review.kind, review.rule).name}
                </Link>
                {review.due_at && (
                  <span className={review.is_overdue ? 'text-critical' : 'text-ink-3'}>
                    {review.is_overdue ? ', overdue since ' : ', due '}
                    <When at={review.due_at} mode="minute" />
                  </span>
                )}
              </>
            ),
          })),
        ]}
      />
    </Panel>
  );
}

function Account({ link }: { link: ChainLink }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <Link href={`/accounts/${link.id}`} className="font-mono text-label text-accent underline">
        {loginText(link.login)}
      </Link>
      {link.phase_name}
      <StatusChip status={link.status} />
    </span>
  );
}
