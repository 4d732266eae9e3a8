// What happened to the person: how they came, KYC, access. Each with who did it and why.
import { kindText } from '@/components/history/kind-text';
import { When } from '@/components/ui/when';
import type { HistoryLine } from '@/lib/events/line';

export function PersonHistory({ rows, nothing }: { rows: HistoryLine[]; nothing: string }) {
  if (rows.length === 0) return <p className="text-ink-2">{nothing}</p>;
  return (
    <ol className="flex flex-col divide-y divide-line">
      {rows.map((row) => (
        <li key={row.id} className="flex flex-wrap items-baseline gap-x-3 py-1.5">
          <When at={row.occurred_at} mode="minute" className="text-label text-ink-3" />
          <span className="font-medium">{kindText(row.kind)}</span>
          <span className="text-label text-ink-2">by {row.actor_name ?? row.actor_kind}</span>
          {row.reason && <span className="w-full text-ink-2">{row.reason}</span>}
        </li>
      ))}
    </ol>
  );
}
