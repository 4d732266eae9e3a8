// Narrows a list of events to one kind; the choice is part of the address, so it can be sent as a link.
import Link from 'next/link';
import { cn } from '@/components/ui/cn';

type Props = { kinds: { key: string; label: string; href: string }[]; current: string };

export function EventKinds({ kinds, current }: Props) {
  return (
    <nav aria-label="Kind of event" className="flex flex-wrap gap-1">
      {kinds.map(({ key, label, href }) => (
        <Link
          key={key}
          href={href}
          scroll={false}
          aria-current={key === current ? 'true' : undefined}
          className={cn(
            'rounded-sm border px-2 py-0.5 text-label',
            key === current ? 'border-accent bg-accent-soft text-accent' : 'border-line-strong text-ink-2',
          )}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
