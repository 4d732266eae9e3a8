// A sheet of paper: one hairline, no shadow, an optional title with something at its right.
import type { ReactNode } from 'react';
import { cn } from './cn';

export type PanelProps = { title?: ReactNode; aside?: ReactNode; children: ReactNode; className?: string; flush?: boolean; id?: string };

/** `flush` lets a table run to the panel's edges. */
export function Panel({ title, aside, children, className, flush = false, id }: PanelProps) {
  return (
    <section id={id} className={cn('min-w-0 rounded-md border border-line bg-surface', className)}>
      {(title || aside) && (
        <header className="flex min-h-10 flex-wrap items-center justify-between gap-2 border-b border-line px-4 py-1.5">
          {title && <h2 className="text-form font-semibold">{title}</h2>}
          {aside && <div className="flex items-center gap-2 text-label text-ink-2">{aside}</div>}
        </header>
      )}
      <div className={flush ? undefined : 'p-4'}>{children}</div>
    </section>
  );
}
