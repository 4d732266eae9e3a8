// One figure of the dashboard: its name, what it means, and a link to the rows that prove it.
import Link from 'next/link';
import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';

export type FigureTileProps = { name: string; figure: ReactNode; definition: string; href?: string; aside?: ReactNode; className?: string };

export function FigureTile({ name, figure, definition, href, aside, className }: FigureTileProps) {
  const body = (
    <>
      <span className="text-label text-ink-2">{name}</span>
      <span className="num text-figure font-semibold">{figure}</span>
      {aside && <span className="num text-label text-ink-2">{aside}</span>}
      <span className="text-meta text-ink-3">{definition}</span>
    </>
  );
  const style = cn('flex min-w-0 flex-col gap-0.5 rounded-md border border-line bg-surface px-4 py-3', className);
  return href ? (
    <Link href={href} title={definition} className={cn(style, 'hover:border-line-strong hover:bg-sunken')}>
      {body}
    </Link>
  ) : (
    <div title={definition} className={style}>
      {body}
    </div>
  );
}
