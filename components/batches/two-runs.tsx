// Two runs side by side: what each covered and what it measured, and by how much this one differs.
import Link from 'next/link';
import { FigureTable } from '@/components/ui/figure-table';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import { comparedRuns, kindName, type BatchRunRow } from '@/lib/batches/run';
import { figure } from './runs-panel';

type Props = { run: BatchRunRow; against: BatchRunRow | null; choices: BatchRunRow[] };

export function TwoRuns({ run, against, choices }: Props) {
  if (choices.length === 0 && against === null) return null;
  return (
    <Panel title="Beside another run" flush>
      <nav aria-label="Compare with" className="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-4 py-2 text-label">
        <span className="text-ink-2">Compare with</span>
        {choices.map((one) => (
          <Link
            key={one.id}
            href={`/batches/${run.id}?against=${one.id}`}
            scroll={false}
            prefetch={false}
            aria-current={one.id === against?.id ? 'true' : undefined}
            className="text-accent underline aria-[current]:font-semibold aria-[current]:no-underline"
          >
            {kindName(one.kind)} of <When at={one.started_at} mode="minute" />
          </Link>
        ))}
      </nav>
      {against && (
        <FigureTable
          caption="This run and the other one"
          columns={[
            { name: 'Figure', words: true },
            { name: 'The other' },
            { name: 'This run' },
            { name: 'Differs by', means: 'This run less the other' },
          ]}
          rows={comparedRuns(run, against).map(({ name, unit, other, own }) => ({
            key: name,
            cells: [name, told(other, unit), told(own, unit), other === null || own === null ? '' : signed(own - other, unit)],
          }))}
        />
      )}
    </Panel>
  );
}

const told = (value: number | null, unit: string) => (value === null ? 'at the end' : `${figure(value)}${unit}`);
const signed = (value: number, unit: string) => (value === 0 ? 'same' : `${value > 0 ? '+' : '\u2212'}${figure(Math.abs(value))}${unit}`);
