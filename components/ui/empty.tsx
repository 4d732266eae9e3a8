// Two of the five states of a list, each with a face of its own: nothing yet, and nothing that matches.
import { FilterX, Inbox } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn';

type Words = { title: string; body?: ReactNode; action?: ReactNode; className?: string };

const FRAME = 'flex flex-col items-start gap-2 rounded-md px-6 py-8';

/** Nothing exists yet: says how the first one comes to be. */
export function Empty({ title, body, action, className }: Words) {
  return (
    <div data-kind="empty" className={cn(FRAME, 'border border-dashed border-line-strong', className)}>
      <Inbox aria-hidden="true" className="size-5 text-ink-3" />
      <p className="text-section font-semibold">{title}</p>
      {body && <div className="max-w-prose text-ink-2">{body}</div>}
      {action}
    </div>
  );
}

/** Things exist but the filter hides them: names the filter to drop. */
export function NoMatch({ title, body, action, className }: Words) {
  return (
    <div data-kind="no-match" className={cn(FRAME, 'border border-line bg-sunken', className)}>
      <FilterX aria-hidden="true" className="size-5 text-ink-3" />
      <p className="text-section font-semibold">{title}</p>
      {body && <div className="max-w-prose text-ink-2">{body}</div>}
      {action}
    </div>
  );
}
