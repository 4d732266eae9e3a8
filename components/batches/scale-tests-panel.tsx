// Past load tests: what they made is gone, so the summary each left is all there is.
import { FigureTable } from '@/components/ui/figure-table';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import type { ScaleTestRow } from '@/lib/batches/run';

const ENDINGS: Record<string, string> = { 'broken-off': 'Broken off', 'left-behind': 'Killed, cleared away later' };

export function ScaleTestsPanel({ rows }: { rows: ScaleTestRow[] }) {
  return (
    <Panel title="Load tests" aside={<span>The last 20; their accounts are removed</span>} flush>
      {rows.length === 0 ? (
        <p className="p-4 text-ink-2">No load test yet.</p>
      ) : (
        <FigureTable
          caption="Load tests, the latest first"
          columns={[
            { name: 'Ended', words: true },
            { name: 'Result', words: true, means: 'Passed when every account was judged, and judged as expected.' },
            { name: 'Accounts' },
            { name: 'As expected' },
            { name: 'Not as expected' },
            { name: 'Seconds', means: 'For the judging alone.' },
          ]}
          rows={rows.map(({ id, ended_at, summary }) => ({
            key: String(id),
            cells: [
              <When key="ended" at={ended_at} mode="minute" />,
              summary.status === 'PASS' ? 'Passed' : (ENDINGS[summary.code ?? ''] ?? 'Failed'),
              summary.total_accounts ?? '',
              summary.success_count ?? '',
              summary.failure_count ?? '',
              summary.processing_time_seconds ?? '',
            ],
          }))}
        />
      )}
    </Panel>
  );
}
