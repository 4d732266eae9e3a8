// Room to each floor now, and what is left of it if everything is held through the end of the day.
import { Money } from '@/components/ui/money';
import { WithInstants } from '@/components/ui/with-instants';
import { ruleName } from '@/lib/rules/rule-name';
import type { PortalRule } from '@/lib/traders/portal';
import { Room } from './room';

export function Floors({ floors, currency }: { floors: PortalRule[]; currency: string }) {
  return (
    <ul className="-my-1.5 divide-y divide-line">
      {floors.map((rule) => {
        const label = ruleName(rule.rule, rule.instance);
        return (
          <li key={`${rule.rule}#${rule.instance}`} className="flex flex-col gap-1 py-1.5">
            <Room label={label} headroomCents={rule.headroom} usedBps={rule.used_bps} state={rule.status} currency={currency} />
            <p className="text-ink-2">
              <WithInstants text={rule.message} />
            </p>
            {rule.after_reset && (
              <p className="text-label text-ink-2">
                If you hold through reset and nothing moves: floor <Money cents={rule.after_reset.limit} currency={currency} />, room{' '}
                <strong className="font-medium text-ink">
                  <Money cents={rule.after_reset.headroom} currency={currency} />
                </strong>
                .
              </p>
            )}
          </li>
        );
      })}
    </ul>
  );
}
