// A line the size of a word, for table rows: a full chart per row would cost the page its scroll.
import { cn } from './cn';

export type SparklineProps = { points: number[]; label: string; width?: number; height?: number; className?: string };

/** The points as an SVG path; one coordinate per step, the highest value at the top. */
export function sparklinePath(points: number[], width: number, height: number): string {
  const low = Math.min(...points);
  const span = Math.max(...points) - low || 1;
  const step = points.length > 1 ? (width - 2) / (points.length - 1) : 0;
  return points
    .map(
      (point, index) =>
        `${index === 0 ? 'M' : 'L'}${Math.round((1 + index * step) * 10) / 10} ${Math.round((height - 1 - ((point - low) / span) * (height - 2)) * 10) / 10}`,
    )
    .join('');
}

export function Sparkline({ points, label, width = 72, height = 20, className }: SparklineProps) {
  if (points.length < 2) return <span className="text-label text-ink-3">too few points</span>;
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${width} ${height}`} width={width} height={height} className={cn('block', className)}>
      <path d={sparklinePath(points, width, height)} fill="none" className="stroke-accent" strokeWidth="1.5" strokeLinejoin="round" />
    </svg>
  );
}
