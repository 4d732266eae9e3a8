// What there is to reach and to keep besides the floors: how far each is, as the judge wrote it down.
import { measureText } from '@/components/rules/rule-words';
import { shareText } from '@/components/ui/share-text';
import { StateChip } from '@/components/ui/state-chip';
import { WithInstants } from '@/components/ui/with-instants';
import { ruleName } from '@/lib/rules/rule-name';
import type { PortalRule } from '@/lib/traders/portal';

const OUTCOMES: Record<string, string> = { met: 'reached', not_met: 'not yet', no_data: 'not yet measurable', unknown: 'not known' };

export function Progress({ rules, currency }: { rules: PortalRule[]; currency: string }) {
  return (
    <ul className="-my-2.5 divide-y divide-line">
      {rules.map((rule) => (
        <Line key={`${rule.rule}#${rule.instance}`} rule={rule} currency={currency} />
      ))}
    </ul>
  );
}

function Line({ rule, currency }: { rule: PortalRule; currency: string }) {
  const { measured, limit, unit, outcome } = rule;
  const text = (value: number) => (unit === 'bps' ? shareText(value) : measureText(value, unit, currency));
  const figures = measured === null || limit === null ? null : `${text(measured)} of ${text(limit)}`;
  return (
    <li className="flex flex-col gap-1 py-2.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <h3 className="font-medium">{ruleName(rule.rule, rule.instance)}</h3>
        <span className="flex items-center gap-2">
          {figures && <span className="num text-form">{figures}</span>}
          {rule.status === 'none' ? (
            <span className="text-label text-ink-2">{OUTCOMES[outcome] ?? ''}</span>
          ) : (
            <StateChip state={rule.status} />
          )}
        </span>
      </div>
      <p className="text-ink-2">
        <WithInstants text={rule.message} />
      </p>
    </li>
  );
}
