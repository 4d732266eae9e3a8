// Each verdict with the arithmetic it rests on, as it comes out when the account is told again.
import { measureText } from '@/components/rules/rule-words';
import { Panel } from '@/components/ui/panel';
import { whenText } from '@/components/ui/when-text';
import { VerdictChip } from '@/components/violations/verdict-chip';
import { outcomeText } from '@/components/violations/violation-words';
import type { DossierCore } from '@/lib/accounts/dossier-replay';
import { ruleName } from '@/lib/rules/rule-name';
import { sentenceText } from './cell-text';

type Verdict = DossierCore['verdicts'][number];

export function DossierVerdicts({ verdicts, currency }: { verdicts: Verdict[]; currency: string }) {
  return (
    <Panel title="Verdicts" aside={verdicts.length === 1 ? '1 verdict' : `${verdicts.length} verdicts`}>
      {verdicts.length === 0 ? (
        <p className="text-ink-2">No rule was broken and none gave a warning.</p>
      ) : (
        <ol className="flex flex-col gap-6">
          {verdicts.map((one) => (
            <li key={one.stored.id} className="break-inside-avoid">
              <OneVerdict verdict={one} currency={currency} />
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

function OneVerdict({ verdict: { stored, agrees, derivation }, currency }: { verdict: Verdict; currency: string }) {
  const measure = (value: number | null) => measureText(value, stored.unit, currency);
  return (
    <section data-verdict={stored.rule} className="flex flex-col gap-2">
      <h3 className="flex flex-wrap items-center gap-2 text-form font-semibold">
        {ruleName(stored.rule, stored.instance)}
        <VerdictChip state={stored.state} />
      </h3>
      <p>{stored.message ? sentenceText(stored.message) : outcomeText(stored)}</p>
      <p className="text-label text-ink-2">
        Measured <span className="num">{measure(stored.measured_value)}</span>, limit{' '}
        <span className="num">{measure(stored.threshold_value)}</span>; broken {whenText(stored.breached_at, 'UTC', 'moment')} UTC, detected{' '}
        {whenText(stored.detected_at, 'UTC', 'moment')} UTC, under {stored.rule_set_code ?? 'its rule set'} version{' '}
        {stored.rule_set_version ?? 'not known'}.{stored.resolution && ` Decided: ${stored.resolution}`}
      </p>
      <ol className="divide-y divide-line border-y border-line">
        {(derivation?.steps ?? stored.evidence ?? []).map((step, index) => (
          <li key={index} className="flex flex-wrap justify-between gap-x-4 py-1">
            <span className="text-ink-2">{step.label}</span>
            <span className="num text-right">
              {sentenceText(step.value)}
              {step.event_id && <code className="ml-2 text-meta text-ink-3">event {step.event_id}</code>}
            </span>
          </li>
        ))}
      </ol>
      <p className="text-label">
        {agrees
          ? 'Told again, it comes to the same figures.'
          : derivation
            ? 'Told again, it comes to other figures than those that were stored.'
            : 'The history as it is now leads to no such verdict any more: a later event took it back.'}
      </p>
    </section>
  );
}
