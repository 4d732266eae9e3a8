// One line of a history: when, what, who or what did it, and why.
import type { ReactNode } from 'react';
import { When } from '@/components/ui/when';
import type { HistoryLine } from '@/lib/events/line';
import { kindText } from './kind-text';

/** `reason`: where the kept one is a code that has words. */
export function HistoryEntry({
  line,
  reason = line.reason,
  children,
}: {
  line: HistoryLine;
  reason?: string | null;
  children?: ReactNode;
}) {
  return (
    <li className="grid gap-x-4 py-2 sm:grid-cols-[170px_1fr]">
      <When at={line.occurred_at} className="text-label text-ink-3" />
      <div className="min-w-0">
        <p>
          <span className="font-medium">{kindText(line.kind)}</span>
          <span className="text-ink-2"> by {line.actor_name ?? line.actor_kind}</span>
        </p>
        {reason && <p className="text-ink-2">{reason}</p>}
        {children}
      </div>
    </li>
  );
}
