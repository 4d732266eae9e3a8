// Small words of the IP analysis: a network by its kind, a decision, a score. Colour is kept for danger, so these have none.
import { Chip } from '@/components/ui/chip';
import { NETWORKS } from '@/lib/abuse/shared-ip-lists';

export function NetworkChip({ kind, owner, source }: { kind: string; owner: string | null; source: string | null }) {
  const name = Object.hasOwn(NETWORKS, kind) ? NETWORKS[kind as keyof typeof NETWORKS] : kind;
  if (kind === 'unmarked') return <span className="text-ink-3">not marked</span>;
  return (
    <Chip className="border-line-strong" title={source ? `By the word of ${source}` : undefined}>
      {name}
      {owner ? `: ${owner}` : ''}
    </Chip>
  );
}

const DECISIONS: Record<string, string> = { open: 'Open', watch: 'Watched', confirmed: 'Confirmed', cleared: 'Cleared' };

export function DecisionChip({ state }: { state: string }) {
  return <Chip className={state === 'open' ? 'border-line-strong' : 'border-line bg-sunken text-ink-2'}>{DECISIONS[state] ?? state}</Chip>;
}

/** A bar from nought to a hundred beside the figure. */
export function Score({ value }: { value: number }) {
  return (
    <span className="inline-flex items-center gap-2" title={`${value} of 100`}>
      <span className="num w-8 text-right font-medium">{value}</span>
      <span aria-hidden="true" className="h-1.5 w-16 overflow-hidden rounded-full bg-sunken">
        <span className="block h-full bg-ink-2" style={{ width: `${value}%` }} />
      </span>
    </span>
  );
}
