'use client';
// The phases of a product in their order, each with the versions of its rules.
import Link from 'next/link';
import { Panel } from '@/components/ui/panel';
import type { ProductPhase } from '@/lib/challenges/products';
import type { RuleSetRow } from '@/lib/challenges/read';
import type { FormAction } from '@/lib/staff/form';
import { EditPhaseForm } from './phase-form';

type Props = {
  phases: ProductPhase[];
  versions: RuleSetRow[];
  refusedBecause: string | null;
  action: FormAction;
};

export function PhasesPanel({ phases, versions, refusedBecause, action }: Props) {
  return (
    <Panel title="Phases" flush>
      {phases.length === 0 && <p className="p-4 text-ink-2">None yet. Add the first one below, then publish its rules.</p>}
      <ol className="divide-y divide-line">
        {phases.map((phase) => (
          <li key={phase.id} className="flex flex-col gap-1 px-4 py-3">
            <div className="flex flex-wrap items-baseline justify-between gap-2">
              <h3 className="text-form font-semibold">
                <span className="num">{phase.position}</span>. {phase.name}
              </h3>
              <span className="text-label text-ink-2">{phase.is_live ? 'live' : 'evaluation'}</span>
            </div>
            <Versions rows={versions.filter(({ phase_id }) => phase_id === phase.id)} />
            <details>
              <summary className="w-fit cursor-pointer text-label text-ink-2">Rename or move</summary>
              <EditPhaseForm phase={phase} off={refusedBecause !== null} action={action} />
            </details>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function Versions({ rows }: { rows: RuleSetRow[] }) {
  const inForce = rows.find((row) => row.is_in_force);
  const drafts = rows.filter((row) => row.state === 'draft');
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1">
      <li>
        {inForce ? (
          <Link href={`/rules/${inForce.id}`} prefetch={false} className="inline-flex min-h-6 items-center text-accent underline">
            {inForce.code}, version {inForce.version}
          </Link>
        ) : (
          <span className="text-caution">no rules in force: nobody can be sold into this phase</span>
        )}
      </li>
      {drafts.map((draft) => (
        <li key={draft.id}>
          <Link href={`/rules/${draft.id}`} prefetch={false} className="inline-flex min-h-6 items-center text-accent underline">
            draft, version {draft.version}
          </Link>
        </li>
      ))}
    </ul>
  );
}
