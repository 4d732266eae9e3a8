// The kinds of the queue with how many of each are open, one of them or all; and of those what is overdue, which the same link takes away again.
import Link from 'next/link';
import { cn } from '@/components/ui/cn';
import { queueHref, type QueueAddress } from '@/lib/reviews/address';
import { REVIEWS, type ReviewKind } from '@/lib/reviews/kinds';

type Props = { kinds: ReviewKind[]; counts: Record<ReviewKind, number>; overdue: number; address: QueueAddress };

/** Whose reviews are shown: what the reader may decide, or whatever they see. */
export function ScopeFilter({ mine, seen, address: { scope } }: { mine: number; seen: number; address: QueueAddress }) {
  const to = (one: 'mine' | 'all') => queueHref({ kind: null, review: null, scope: one });
  return (
    <nav aria-label="Whose reviews" className="flex flex-wrap gap-1 pb-2">
      <KindLink href={to('mine')} label="Mine to decide" count={mine} isCurrent={scope === 'mine'} />
      <KindLink href={to('all')} label="Whoever decides" count={seen} isCurrent={scope === 'all'} />
    </nav>
  );
}

export function KindFilter({ kinds, counts, overdue, address: { kind: chosen, due, scope } }: Props) {
  const total = kinds.reduce((sum, kind) => sum + counts[kind], 0);
  const shown = kinds.filter((kind) => counts[kind] > 0 || kind === chosen);
  const to = (kind: ReviewKind | null, late = due) => queueHref({ kind, review: null, scope, ...(late ? { due: late } : {}) });
  return (
    <nav aria-label="Kinds of review" className="flex flex-wrap gap-1 pb-4">
      <KindLink href={to(null)} label="All" count={total} isCurrent={chosen === null} />
      {shown.map((kind) => (
        <KindLink key={kind} href={to(kind)} label={REVIEWS[kind].name} count={counts[kind]} isCurrent={kind === chosen} />
      ))}
      <span className="flex gap-1 sm:ml-auto">
        <KindLink
          href={due ? queueHref({ kind: chosen, review: null, scope }) : to(chosen, 'overdue')}
          label={due ? 'Overdue only' : 'Overdue'}
          count={overdue}
          isCurrent={Boolean(due)}
        />
      </span>
    </nav>
  );
}

function KindLink({ href, label, count, isCurrent }: { href: string; label: string; count: number; isCurrent: boolean }) {
  return (
    <Link
      href={href}
      aria-current={isCurrent ? 'page' : undefined}
      className={cn(
        'inline-flex h-7 items-center gap-1.5 rounded-sm border px-2.5',
        isCurrent ? 'border-accent bg-accent-soft font-medium text-ink' : 'border-line bg-surface text-ink-2 hover:bg-sunken',
      )}
    >
      {label} <span className="num text-label">{count}</span>
    </Link>
  );
}
