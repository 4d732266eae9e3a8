// What was changed about a product and its phases: each field as it was and as it is, by whom and why.
import { kindText } from '@/components/history/kind-text';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import { changeLines, type ProductChange } from '@/lib/challenges/products';

export function ChangesPanel({ changes }: { changes: ProductChange[] }) {
  return (
    <Panel title="What changed" flush>
      {changes.length === 0 && <p className="p-4 text-ink-2">Nothing was changed through the office yet.</p>}
      <ol className="divide-y divide-line px-4">
        {changes.map((change) => (
          <li key={change.id} className="flex flex-col gap-1 py-2">
            <div className="flex flex-wrap items-baseline justify-between gap-2">
              <span>
                <span className="font-medium">{kindText(change.kind)}</span> <span className="text-ink-2">by {change.by}</span>
              </span>
              <When at={change.at} mode="minute" className="text-label text-ink-3" />
            </div>
            {change.reason && <p className="text-ink-2">{change.reason}</p>}
            <ul className="font-mono text-label text-ink-2">
              {changeLines(change).map(({ field, before, after }) => (
                <li key={field} className="break-all">
                  {field}: {before} → {after}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
