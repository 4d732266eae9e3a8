// The presets a draft may begin with: whose rules each imitates, where its numbers were read, and when.
import { FigureTable } from '@/components/ui/figure-table';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import type { PresetFacts } from '@/lib/challenges/presets-told';

export function PresetsPanel({ presets }: { presets: PresetFacts[] }) {
  return (
    <Panel title="Presets" id="presets" aside="They imitate published rules; they are no offers by those firms" flush>
      <FigureTable
        isWhole
        caption="Presets, with where and when their numbers were read"
        columns={[
          { name: 'Preset', words: true },
          { name: 'Read at', words: true },
          { name: 'Read on', words: true, means: 'The oldest of its readings' },
          { name: 'Not confirmed', means: 'Numbers that no page of the firm itself says' },
        ]}
        rows={presets.map((one) => ({
          key: one.code,
          cells: [
            <span key="title" className="flex flex-col">
              {one.title}
              <code className="text-label text-ink-3">{one.code}</code>
            </span>,
            one.hosts.length === 0 ? 'no page of theirs' : one.hosts.join(', '),
            <span key="on">
              <When at={`${one.readOn}T00:00:00Z`} mode="date" />
              {one.isStale && <span className="text-caution"> stale</span>}
            </span>,
            one.unconfirmed,
          ],
        }))}
      />
    </Panel>
  );
}
