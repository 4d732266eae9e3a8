// Tabs are links: the chosen one is in the URL, so a pasted link opens the same view and back works.
import Link from 'next/link';
import { cn } from './cn';

export type TabItem = { href: string; label: string; current: boolean; count?: number | null };

export function Tabs({ label, items, className }: { label: string; items: TabItem[]; className?: string }) {
  return (
    <nav aria-label={label} className={cn('overflow-x-auto border-b border-line', className)}>
      <ul className="flex gap-4">
        {items.map((item) => (
          <li key={item.href}>
            <Link
              href={item.href}
              scroll={false}
              aria-current={item.current ? 'page' : undefined}
              className={cn(
                '-mb-px inline-flex h-9 items-center gap-1.5 border-b-2 text-form whitespace-nowrap -outline-offset-2',
                item.current ? 'border-accent font-medium text-ink' : 'border-transparent text-ink-2 hover:text-ink',
              )}
            >
              {item.label}
              {typeof item.count === 'number' && <span className="num text-label text-ink-3">{item.count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
