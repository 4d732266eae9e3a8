// One rule of the account in its own words: the sentence the judge wrote, and what the next reset would change.
import { Money } from '@/components/ui/money';
import { StateChip } from '@/components/ui/state-chip';
import { When } from '@/components/ui/when';
import type { PortalRule } from '@/lib/traders/portal';

export function RuleLine({ rule, label, currency }: { rule: PortalRule; label: string; currency: string }) {
  return (
    <li className="flex flex-col gap-1 py-2.5">
      <div className="flex items-center justify-between gap-3">
        <h3 className="font-medium">{label}</h3>
        {rule.status !== 'none' && <StateChip state={rule.status} />}
      </div>
      <p className="text-ink-2">{rule.message}</p>
      {rule.after_reset && (
        <p className="text-label text-ink-2">
          If nothing moves until the reset at <When at={new Date(rule.after_reset.at).toISOString()} mode="minute" />: floor{' '}
          <Money cents={rule.after_reset.limit} currency={currency} />, room <Money cents={rule.after_reset.headroom} currency={currency} />
          .
        </p>
      )}
    </li>
  );
}
