// What counts as an override and what as a decision, so that the figures can be argued with.
import { Panel } from '@/components/ui/panel';
import { OVERRIDES } from '@/lib/staff/overrides';

export function OverrideDefinitions() {
  return (
    <Panel title="What is counted">
      <p className="max-w-prose">
        A decision is what one of the staff decided at one moment about a verdict, an account, a review or a payout. It is an override when
        it goes against what the system had found. Confirming a verdict that holds, or blocking an account for further examination, is none.
      </p>
      <dl className="mt-3 grid gap-x-4 gap-y-1 sm:grid-cols-[220px_minmax(0,1fr)]">
        {Object.entries(OVERRIDES).map(([kind, { name, means }]) => (
          <div key={kind} className="contents">
            <dt className="font-medium">{name}</dt>
            <dd className="mb-1 text-ink-2 sm:mb-0">{means}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
