// Three of the five states of a list, each with a face of its own: nothing yet, nothing that matches, and something failed.
import { FilterX, Inbox, TriangleAlert } from 'lucide-react';
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

export type ErrorStateProps = {
  code: string;
  requestId?: string | null;
  title?: string;
  body?: ReactNode;
  action?: ReactNode;
  className?: string;
};

/** Something failed: what it was, its code, and the id that finds it in the log. */
export function ErrorState({ code, requestId, title = 'This part could not be loaded', body, action, className }: ErrorStateProps) {
  return (
    <div role="alert" data-kind="error" className={cn(FRAME, 'border border-critical bg-critical-soft', className)}>
      <TriangleAlert aria-hidden="true" className="size-5 text-critical" />
      <p className="text-section font-semibold">{title}</p>
      <div className="max-w-prose text-ink">
        {body ?? 'Nothing was changed. Try again; if it stays, give the code to whoever runs this system.'}
      </div>
      <p className="font-mono text-label text-ink-2">
        {code}
        {requestId ? ` · request ${requestId}` : ''}
      </p>
      {action}
    </div>
  );
}
