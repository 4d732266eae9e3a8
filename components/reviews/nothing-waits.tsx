// An empty queue, and a filter that hides a full one.
import { LinkButton } from '@/components/ui/button';
import { Empty, NoMatch } from '@/components/ui/empty';
import { When } from '@/components/ui/when';
import type { QueueAddress } from '@/lib/reviews/address';
import { REVIEWS } from '@/lib/reviews/kinds';

type Props = {
  address: QueueAddress;
  /** Of those the reader sees, how many somebody else has to decide. */
  others: number;
  lastDecided: string | null;
};

export const othersText = (others: number): string =>
  others === 1 ? 'One more waits for somebody else.' : `${others.toLocaleString('en-US')} more wait for somebody else.`;

export function NothingWaits({ address: { kind, due, scope }, others, lastDecided }: Props) {
  const isOverdue = due === 'overdue';
  const isMine = scope === 'mine' && others > 0;
  const ofKind = kind ? ` of the kind \u201c${REVIEWS[kind].name}\u201d` : '';
  if (kind || isOverdue)
    return (
      <NoMatch
        title={`Nothing${ofKind} ${isOverdue ? 'is overdue' : 'waits'}`}
        body={isMine ? othersText(others) : isOverdue ? 'What waits is due later.' : 'Other kinds may.'}
        action={<LinkButton href="/reviews?scope=all">Show all that waits</LinkButton>}
      />
    );
  if (isMine)
    return (
      <NoMatch
        title="Nothing waits for you"
        body={othersText(others)}
        action={<LinkButton href="/reviews?scope=all">Show all that waits</LinkButton>}
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
