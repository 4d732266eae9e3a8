// Small words of the IP analysis: a network by its kind, a decision, a score. Colour is kept for danger, so these have none.
import { cn } from '@/components/ui/cn';
import { NETWORKS } from '@/lib/abuse/shared-ip-lists';

const CHIP = 'inline-flex h-5 items-center rounded-sm border px-1.5 text-label font-medium whitespace-nowrap';

export function NetworkChip({ kind, owner, source }: { kind: string; owner: string | null; source: string | null }) {
  const name = Object.hasOwn(NETWORKS, kind) ? NETWORKS[kind as keyof typeof NETWORKS] : kind;
  if (kind === 'unmarked') return <span className="text-ink-3">not marked</span>;
  return (
    <span className={cn(CHIP, 'border-line-strong')} title={source ? `By the word of ${source}` : undefined}>
      {name}
      {owner ? `: ${owner}` : ''}
    </span>
  );
}

const DECISIONS: Record<string, string> = { open: 'Open', watch: 'Watched', confirmed: 'Confirmed', cleared: 'Cleared' };

export function DecisionChip({ state }: { state: string }) {
  return (
    <span className={cn(CHIP, state === 'open' ? 'border-line-strong' : 'border-line bg-sunken text-ink-2')}>
      {DECISIONS[state] ?? state}
    </span>
  );
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
