// How much was compared and when, in one line: without it an empty page says nothing.
import { When } from '@/components/ui/when';
import type { ScanRow } from '@/lib/abuse/copy-read';
import { countText } from './copy-words';

export function ScanLine({ last, full }: { last: ScanRow | null; full: ScanRow | null }) {
  if (last === null || full === null)
    return <p className="pb-3 text-label text-ink-2">Nothing was compared yet. The first search runs within five minutes of the start.</p>;
  return (
    <p className="pb-3 text-label text-ink-2">
      Whole search <When at={full.ended_at} mode="minute" />: {countText(full.trades_read, 'opening', 'openings')} of{' '}
      {countText(full.accounts_compared, 'account', 'accounts')} in 30 days, {countText(full.pairs_alike, 'pair', 'pairs')} alike.
      {last.mode === 'incremental' && (
        <>
          {' '}
          New trades looked at until <When at={last.ended_at} mode="minute" />.
        </>
      )}
    </p>
  );
}
