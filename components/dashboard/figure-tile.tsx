// One figure of the dashboard: its name, what it means, and a link to the rows that prove it.
import Link from 'next/link';
import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';

type FigureTileProps = { name: string; figure: ReactNode; definition: string; href?: string; aside?: ReactNode; className?: string };

export function FigureTile({ name, figure, definition, href, aside, className }: FigureTileProps) {
  const style = cn('flex min-w-0 flex-col gap-0.5 rounded-md border border-line bg-surface px-4 py-3', className);
  const told = <span className="num text-figure font-semibold">{figure}</span>;
  return (
    <div title={definition} className={style}>
      <span className="text-label text-ink-2">{name}</span>
      {href ? (
        <Link
          href={href}
          prefetch={false}
          aria-label={`${name}: show the rows`}
          className="w-fit rounded-sm hover:text-accent hover:underline"
        >
          {told}
        </Link>
      ) : (
        told
      )}
      {aside && <span className="num text-label text-ink-2">{aside}</span>}
      <span className="text-meta text-ink-3">{definition}</span>
    </div>
  );
}

/** A figure that could not be read says so in its own place; its neighbours stand. */
export function FailedTile({ name, code }: { name: string; code: string }) {
  return (
    <div
      role="alert"
      data-kind="error"
      className="flex min-w-0 flex-col gap-0.5 rounded-md border border-critical bg-critical-soft px-4 py-3"
    >
      <span className="text-label text-ink-2">{name}</span>
      <span className="text-ink">Could not be read</span>
      <span className="font-mono text-meta text-ink-2">{code}</span>
    </div>
  );
}

/** A number inside a sentence that leads to its rows; a nought leads nowhere. */
export function Rows({ count, href, children }: { count: number; href?: string; children?: ReactNode }) {
  const text = children ?? count.toLocaleString('en-US');
  if (count === 0 || !href) return <>{text}</>;
  return (
    <Link
      href={href}
      prefetch={false}
      className="inline-flex min-h-6 items-center text-accent underline decoration-line-strong underline-offset-2 hover:decoration-current"
    >
      {text}
    </Link>
  );
}
