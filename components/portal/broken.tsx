// What was broken, with the numbers observed: the same derivation the firm sees, without the names of its events.
import { consequenceText, measureText } from '@/components/rules/rule-words';
import { Definition } from '@/components/ui/definition';
import { When } from '@/components/ui/when';
import { WithInstants } from '@/components/ui/with-instants';
import { VerdictChip } from '@/components/violations/verdict-chip';
import { isBroken } from '@/components/violations/violation-words';
import { ruleName } from '@/lib/rules/rule-name';
import type { PortalViolation } from '@/lib/traders/portal';

type Props = { violations: PortalViolation[]; currency: string };

export function Broken({ violations, currency }: Props) {
  if (violations.length === 0) return <p className="text-ink-2">No rule was broken.</p>;
  return (
    <ul className="-my-2.5 divide-y divide-line">
      {violations.map((one) => (
        <li key={one.id} className="flex flex-col gap-1 py-2.5">
          <div className="flex flex-wrap items-center justify-between gap-2">
            <h3 className="font-medium">{ruleName(one.rule, one.instance)}</h3>
            <VerdictChip state={one.state} />
          </div>
          {one.message && (
            <p className="text-ink-2">
              <WithInstants text={one.message} />
            </p>
          )}
          <p className="text-label text-ink-2">
            <When at={one.breached_at} /> · {isBroken(one) ? `this ${consequenceText(one.consequence)}` : 'a warning'}
            {one.rule_set_version !== null && ` · ${one.rule_set_code ?? 'rules'} as you bought them, version ${one.rule_set_version}`}
          </p>
          <details>
            <summary className="w-fit cursor-pointer text-label text-accent">How this was worked out</summary>
            <Definition
              className="mt-2"
              rows={[
                { term: 'Measured', value: <span className="num">{measureText(one.measured_value, one.unit, currency)}</span> },
                { term: 'Limit', value: <span className="num">{measureText(one.threshold_value, one.unit, currency)}</span> },
                ...one.evidence.map(({ label, value }) => ({ term: label, value: <span className="num">{value}</span> })),
              ]}
            />
          </details>
        </li>
      ))}
    </ul>
  );
}
