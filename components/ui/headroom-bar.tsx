// The house's mark: an account is a water level above a floor. 96 x 8 with ticks at 80 and 90 %. It draws the share the engine
// sent and compares nothing with a limit. Drawn as SVG, so that no inline style is needed.
import { cn } from './cn';
import { spokenShare } from './share-text';
import { stateWord, type RiskState } from './state-chip';

const FILL: Record<RiskState, string> = {
  safe: 'fill-safe',
  caution: 'fill-caution',
  critical: 'fill-critical',
  violated: 'fill-violated',
  unknown: 'fill-transparent',
};

export type HeadroomBarProps = {
  usedBps: number | null;
  state: RiskState;
  /** The rule's name, "Daily loss". */
  label: string;
  /** What is left, already written as money. */
  left?: string | null;
  className?: string;
};

/** "Daily loss: 84 % used, $800.00 left, caution" is what a reader who does not see the bar hears. */
export function headroomSentence({ usedBps, state, label, left }: Omit<HeadroomBarProps, 'className'>): string {
  if (usedBps === null) return `${label}: not known, ${stateWord(state).toLowerCase()}`;
  const parts = [`${label}: ${spokenShare(usedBps)} used`];
  if (left) parts.push(`${left} left`);
  parts.push(stateWord(state).toLowerCase());
  return parts.join(', ');
}

export function HeadroomBar({ usedBps, state, label, left, className }: HeadroomBarProps) {
  const width = usedBps === null ? 0 : (Math.min(Math.max(usedBps, 0), 10_000) * 96) / 10_000;
  const sentence = headroomSentence({ usedBps, state, label, left });
  return (
    <svg role="img" aria-label={sentence} viewBox="0 0 96 8" width="96" height="8" className={cn('block shrink-0', className)}>
      <title>{sentence}</title>
      {usedBps === null ? (
        <rect x="0.5" y="0.5" width="95" height="7" className="fill-transparent stroke-line-strong" strokeDasharray="3 2" />
      ) : (
        <>
          <rect width="96" height="8" className="fill-sunken" />
          <rect x="0.5" y="0.5" width="95" height="7" className="fill-none stroke-line" />
          <rect width={width} height="8" data-part="used" className={FILL[state]} />
        </>
      )}
      <path d="M76.8 0v8M86.4 0v8" className="stroke-ink-3" strokeWidth="1" />
    </svg>
  );
}
