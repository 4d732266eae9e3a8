// The files made so far, the newest first: what each carries, whether it was taken, and how much of it is settled.
import Link from 'next/link';
import { FigureTable } from '@/components/ui/figure-table';
import { Chip } from '@/components/ui/chip';
import { Money } from '@/components/ui/money';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import type { PayoutFileRow } from '@/lib/payouts/file-read';
import { methodName } from '@/lib/payouts/pay-methods';

export function FileList({ files }: { files: PayoutFileRow[] }) {
  return (
    <Panel title="Files" flush aside="the last 100">
      <FigureTable
        caption="Files of payouts"
        columns={[
          { name: 'File', words: true },
          { name: 'State', words: true },
          { name: 'Payouts' },
          { name: 'Sum' },
          { name: 'Made', words: true },
          { name: 'SHA-256', words: true, means: 'of the bytes as they were made; they never change' },
        ]}
        rows={files.map((file) => ({
          key: file.id,
          cells: [
            <Link key="f" href={`/payouts/files/${file.id}`} className="whitespace-nowrap text-accent hover:underline">
              {methodName(file.provider)}: {file.file_name}
            </Link>,
            <FileState key="s" file={file} />,
            file.payouts,
            (file.sums ?? []).map((sum) => <Money key={sum.currency} cents={sum.cents} currency={sum.currency} className="block" />),
            <span key="m" className="whitespace-nowrap">
              <When at={file.made_at} mode="minute" /> by {file.made_by_name ?? 'former staff'}
            </span>,
            <code key="h" className="text-label text-ink-2" title={file.sha256}>
              {file.sha256.slice(0, 12)}…
            </code>,
          ],
        }))}
      />
    </Panel>
  );
}

/** Shape, word and colour together, as everywhere. */
export function FileState({ file: { state, settled, payouts } }: { file: Pick<PayoutFileRow, 'state' | 'settled' | 'payouts'> }) {
  const [shape, words, style] =
    state === 'waits'
      ? ['◆', 'Not taken yet', 'border-transparent bg-caution-soft text-caution']
      : state === 'carried'
        ? ['▶', `Carried, ${settled} of ${payouts} settled`, 'border-accent bg-accent-soft text-accent']
        : ['●', 'All settled', 'border-transparent bg-safe-soft text-safe'];
  return (
    <Chip className={style}>
      <span aria-hidden="true">{shape}</span>
      {words}
    </Chip>
  );
}
