// State is always shape, word and colour together: the caution and critical hues are close for a deuteranope. Violated is
// the one filled chip because it is final; unknown is dashed because "we were not told" must never look like safe.
import { Chip } from './chip';
import { cn } from './cn';

export type RiskState = 'safe' | 'caution' | 'critical' | 'violated' | 'unknown';

type Look = { word: string; chip: string };

const LOOKS: Record<RiskState, Look> = {
  safe: { word: 'Safe', chip: 'border-transparent bg-safe-soft text-safe' },
  caution: { word: 'Caution', chip: 'border-transparent bg-caution-soft text-caution' },
  critical: { word: 'Critical', chip: 'border-transparent bg-critical-soft text-critical' },
  violated: { word: 'Violated', chip: 'border-violated bg-violated-fill text-white' },
  unknown: { word: 'Unknown', chip: 'border-dashed border-line-strong bg-transparent text-ink-3' },
};

const SHAPES: Record<RiskState, React.ReactNode> = {
  safe: <circle cx="5" cy="5" r="4" />,
  caution: <path d="M5 0.5 9.5 5 5 9.5 0.5 5z" />,
  critical: <path d="M5 0.8 9.6 9.2H0.4z" />,
  violated: <path d="M1 1h8v8H1z" />,
  unknown: <circle cx="5" cy="5" r="3.7" fill="none" stroke="currentColor" strokeWidth="1.4" />,
};

export function StateShape({ state, className }: { state: RiskState; className?: string }) {
  return (
    <svg aria-hidden="true" data-shape={state} viewBox="0 0 10 10" fill="currentColor" className={cn('size-2.5 shrink-0', className)}>
      {SHAPES[state]}
    </svg>
  );
}

export function StateChip({ state, className }: { state: RiskState; className?: string }) {
  const look = LOOKS[state];
  return (
    <Chip data-state={state} className={cn(look.chip, className)}>
      <StateShape state={state} />
      {look.word}
    </Chip>
  );
}

/** The state's word in sentence case, for legends, sentences and filters. */
export function stateWord(state: RiskState): string {
  return LOOKS[state].word;
}

const ENDED = new Set(['failed', 'closed', 'passed']);

/** Lifecycle status is a word, not a state: it has no colour, so that colour keeps meaning danger only. */
export function StatusChip({ status, className }: { status: string; className?: string }) {
  const words = status.replace(/[-_]/g, ' ');
  const ended = ENDED.has(status);
  return (
    <Chip
      data-status={status}
      className={cn(ended ? 'border-line bg-sunken text-ink-2' : 'border-line-strong bg-surface text-ink', className)}
    >
      {words.charAt(0).toUpperCase() + words.slice(1)}
    </Chip>
  );
}
