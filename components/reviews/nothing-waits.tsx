// An empty queue, and a filter that hides a full one.
import { LinkButton } from '@/components/ui/button';
import { Empty, NoMatch } from '@/components/ui/empty';
import { When } from '@/components/ui/when';
import { REVIEWS, type ReviewKind } from '@/lib/reviews/kinds';

export function NothingWaits({ kind, lastDecided }: { kind: ReviewKind | null; lastDecided: string | null }) {
  if (kind)
    return (
      <NoMatch
        title={`Nothing of the kind \u201c${REVIEWS[kind].name}\u201d waits`}
        body="Other kinds may."
        action={<LinkButton href="/reviews">Show all kinds</LinkButton>}
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
