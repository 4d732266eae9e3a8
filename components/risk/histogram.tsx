// A small histogram drawn on the server, with its counts as words for whoever cannot see it and as figures above the bars.
import { cn } from '@/components/ui/cn';
import { BUCKETS } from '@/lib/stats/risk-figures';

type Props = { counts: number[]; name: string; isThin: boolean; fill: string };

const STEP = 48;
const TOP = 14;
const TALL = 56;

export function Histogram({ counts, name, isThin, fill }: Props) {
  const most = Math.max(1, ...counts);
  const told = counts.flatMap((count, place) => (count > 0 ? [`${count} ${BUCKETS[place] ?? ''}`] : []));
  const width = BUCKETS.length * STEP;
  return (
    <svg
      role="img"
      aria-label={`${name}: ${told.join(', ') || 'none'}.`}
      viewBox={`0 0 ${width} ${TOP + TALL + 16}`}
      className="w-full max-w-xl"
    >
      <line x1="0" y1={TOP + TALL} x2={width} y2={TOP + TALL} className="stroke-line-strong" />
      {BUCKETS.map((bucket, place) => {
        const count = counts[place] ?? 0;
        const height = (count * TALL) / most;
        return (
          <g key={bucket}>
            <title>{`${count} ${bucket}`}</title>
            <rect
              x={place * STEP + 6}
              y={TOP + TALL - height}
              width={STEP - 12}
              height={height}
              className={cn(isThin ? 'fill-ink-3' : fill)}
            />
            {count > 0 && (
              <text x={place * STEP + STEP / 2} y={TOP + TALL - height - 3} textAnchor="middle" fontSize="10" className="num fill-ink-2">
                {count}
              </text>
            )}
            <text x={place * STEP + STEP / 2} y={TOP + TALL + 12} textAnchor="middle" fontSize="8.5" className="fill-ink-3">
              {bucket}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
