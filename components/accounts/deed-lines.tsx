// Every account or verdict of a deed on many, those left out first.
import Link from 'next/link';
import { Panel } from '@/components/ui/panel';
import { StatusChip } from '@/components/ui/state-chip';
import { BULK_WORDS, nounOf, obstacleText, type BulkDeed } from '@/lib/accounts/bulk';
import { loginText } from '@/lib/accounts/login-text';

type Line = { id: string; violation: string | null; login: string; status: string; outcome: string | null };
type Props = { deed: BulkDeed; lines: Line[]; matching: number };

export function DeedLines({ deed, lines, matching }: Props) {
  const outcomeText = (outcome: string | null) =>
    outcome === null ? 'not reached yet' : outcome === 'done' ? `was ${BULK_WORDS[deed].done}` : `left out: it ${obstacleText(outcome, 1)}`;
  return (
    <Panel
      title={nounOf(deed)[1].replace(/^./, (first) => first.toUpperCase())}
      aside={lines.length < matching && `${lines.length} of ${matching} shown`}
      flush
    >
      <ul className="divide-y divide-line">
        {lines.map((line) => (
          <li key={line.violation ?? line.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-1.5">
            <Link
              href={line.violation ? `/accounts/${line.id}?tab=violations&violation=${line.violation}` : `/accounts/${line.id}`}
              className="inline-flex min-h-6 items-center font-mono text-label text-accent hover:underline"
            >
              {loginText(line.login)}
            </Link>
            <span className="min-w-0 flex-1">{outcomeText(line.outcome)}</span>
            <span className="flex items-center gap-1 text-label text-ink-2">
              now <StatusChip status={line.status} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
