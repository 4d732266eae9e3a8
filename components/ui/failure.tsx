// The face of what failed: what it was, its code, the number that finds it in the log, and what may be done about it.
import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn';

type FailureProps = { code: string; title: string; body?: ReactNode; number?: ReactNode; action: ReactNode; className?: string };

export function Failure({ code, title, body, number, action, className }: FailureProps) {
  return (
    <div
      role="alert"
      data-kind="error"
      className={cn('flex flex-col items-start gap-2 rounded-md border border-critical bg-critical-soft px-6 py-8', className)}
    >
      <TriangleAlert aria-hidden="true" className="size-5 text-critical" />
      <p className="text-section font-semibold">{title}</p>
      <div className="max-w-prose text-ink">{body ?? 'Try again; if it stays, give the code to whoever runs this system.'}</div>
      <p className="font-mono text-label text-ink-2">
        {code}
        {number}
      </p>
      {action}
    </div>
  );
}
