// One line of a history: when it was learnt, what, who or what did it, and why; and when it happened, where that was another time.
import type { ReactNode } from 'react';
import { When } from '@/components/ui/when';
import { learntAt, type HistoryLine } from '@/lib/events/line';
import { reasonText } from '@/lib/events/reason-words';
import { kindText } from './kind-text';

/** A broker's own delay of a moment is not worth a line. */
const APART_MS = 60_000;
const isApart = (line: HistoryLine): boolean => Math.abs(Date.parse(learntAt(line)) - Date.parse(line.occurred_at)) >= APART_MS;

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
      <When at={learntAt(line)} className="text-label text-ink-3" />
      <div className="min-w-0">
        <p>
          <span className="font-medium">{kindText(line.kind)}</span>
          <span className="text-ink-2"> by {line.actor_name ?? line.actor_kind}</span>
        </p>
        {isApart(line) && (
          <p className="text-ink-2">
            Happened on <When at={line.occurred_at} />
          </p>
        )}
        {reason && <p className="text-ink-2">{reasonText(reason)}</p>}
        {children}
      </div>
    </li>
  );
}
