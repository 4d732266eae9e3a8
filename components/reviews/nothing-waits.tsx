// An empty queue, and a filter that hides a full one.
import { LinkButton } from '@/components/ui/button';
import { Empty, NoMatch } from '@/components/ui/empty';
import { When } from '@/components/ui/when';
import { REVIEWS, type ReviewKind } from '@/lib/reviews/kinds';

type Props = { kind: ReviewKind | null; isOverdue: boolean; lastDecided: string | null };

export function NothingWaits({ kind, isOverdue, lastDecided }: Props) {
  const ofKind = kind ? ` of the kind \u201c${REVIEWS[kind].name}\u201d` : '';
  if (kind || isOverdue)
    return (
      <NoMatch
        title={`Nothing${ofKind} ${isOverdue ? 'is overdue' : 'waits'}`}
        body={isOverdue ? 'What waits is due later.' : 'Other kinds may.'}
        action={<LinkButton href="/reviews">Show all that waits</LinkButton>}
      />
    );
  return (
    <Empty
      title="Nothing waits"
      body={
        lastDecided ? (
          <>
            The last decision was made on <When at={lastDecided} mode="minute" />. New questions appear here by themselves.
          </>
        ) : (
          'Questions appear here by themselves: a target that is met, a verdict in doubt, data that does not add up.'
        )
      }
    />
  );
}
