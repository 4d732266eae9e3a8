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

type HeadroomBarProps = {
  usedBps: number | null;
  state: RiskState;
  /** The rule's name, "Daily loss". */
  label: string;
  /** What is left, already written as money. */
  left?: string | null;
  /** As it last was, on a feed nothing is known of now: hatched, and said so. */
  isLastKnown?: boolean;
  className?: string;
};

/** "Daily loss: 84 % used, $800.00 left, caution" is what a reader who does not see the bar hears. */
function headroomSentence({ usedBps, state, label, left, isLastKnown = false }: Omit<HeadroomBarProps, 'className'>): string {
  if (usedBps === null) return `${label}: not known, ${stateWord(state).toLowerCase()}`;
  const parts = [`${label}: ${spokenShare(usedBps)} used`];
  if (left) parts.push(`${left} left`);
  parts.push(stateWord(state).toLowerCase());
  if (isLastKnown) parts.push('as last known');
  return parts.join(', ');
}

export function HeadroomBar({ usedBps, state, label, left, isLastKnown = false, className }: HeadroomBarProps) {
  const width = usedBps === null ? 0 : (Math.min(Math.max(usedBps, 0), 10_000) * 96) / 10_000;
  const sentence = headroomSentence({ usedBps, state, label, left, isLastKnown });
  return (
    <svg role="img" aria-label={sentence} viewBox="0 0 96 8" width="96" height="8" className={cn('block shrink-0', className)}>
      <title>{sentence}</title>
      {usedBps === null ? (
        <rect x="0.5" y="0.5" width="95" height="7" className="fill-transparent stroke-line-strong" strokeDasharray="3 2" />
      ) : (
        <>
          <rect width="96" height="8" className="fill-sunken" />
          <rect x="0.5" y="0.5" width="95" height="7" className="fill-none stroke-line" />
          <rect width={width} height="8" data-part="used" className={FILL[isLastKnown ? 'unknown' : state]} />
          {isLastKnown && <path d={hatching(width)} data-part="hatched" className="stroke-ink-3" strokeWidth="1.5" />}
        </>
      )}
      <path d="M76.8 0v8M86.4 0v8" className="stroke-ink-3" strokeWidth="1" />
    </svg>
  );
}

/** Slanted strokes over the used part, cut at its end. */
function hatching(width: number): string {
  const strokes: string[] = [];
  for (let x = -4; x < width; x += 4) {
    const [from, to] = [Math.max(x, 0), Math.min(x + 8, width)];
    if (to > from) strokes.push(`M${from} ${8 - (from - x)}L${to} ${8 - (to - x)}`);
  }
  return strokes.join('');
}
