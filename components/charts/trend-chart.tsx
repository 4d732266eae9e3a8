// Passed and failed accounts per day, as small bars drawn on the server: it needs no script and no library. What was undone since
// stays counted on its day, and is told.
import Link from 'next/link';
import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { FigureAsTable } from '@/components/ui/figure-as-table';
import { LegendKey } from './legend-key';

type TrendDay = { day: string; passed: number; failed: number; undone: number };
const ENDS = ['passed', 'failed', 'undone'] as const;
type End = (typeof ENDS)[number];
/** The address of the endings of those days that were so; `undone` are those whose account was reinstated since. */
type Address = (days: string[], end: End) => string;

const WIDTH = 600;
const HEIGHT = 120;
const BASE = 100;

export function TrendChart({ days, behind, className }: { days: TrendDay[]; behind: Address; className?: string }) {
  const most = Math.max(1, ...days.map((day) => Math.max(day.passed, day.failed)));
  const step = WIDTH / Math.max(days.length, 1);
  const tall = (count: number) => (count * (BASE - 8)) / most;
  const sum = (end: End) => days.reduce((total, day) => total + day[end], 0);
  const [passed, failed, undone] = [sum('passed'), sum('failed'), sum('undone')];
  const sentence = `${passed} passed and ${failed} failed in the last ${days.length} days, ${undone} of them reinstated since.`;
  const all = (end: End) => <Behind count={sum(end)} href={behind(withAny(days, end), end)} />;
  return (
    <figure className={cn('flex flex-col gap-2', className)}>
      <figcaption className="text-ink-2">
        {all('passed')} passed and {all('failed')} failed in the last {days.length} days, {all('undone')} of them reinstated since.
        <span className="block text-meta text-ink-3">
          Each ending counts on the day it happened, in the calendar of its account, whatever became of it later. A funded account that a
          rule closed counts as failed; what staff closed without a verdict counts as neither.
        </span>
      </figcaption>
      <svg role="img" aria-label={sentence} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="h-32 w-full" preserveAspectRatio="none">
        <line x1="0" y1={BASE} x2={WIDTH} y2={BASE} className="stroke-line-strong" vectorEffect="non-scaling-stroke" />
        {days.map((day, index) => (
          <g key={day.day}>
            <title>{`${day.day}: ${day.passed} passed, ${day.failed} failed`}</title>
            <rect x={index * step} y="0" width={step} height={HEIGHT} className="fill-transparent" />
            <rect
              x={index * step + step * 0.14}
              y={BASE - tall(day.passed)}
              width={step * 0.34}
              height={tall(day.passed)}
              className="fill-accent"
            />
            <rect
              x={index * step + step * 0.52}
              y={BASE - tall(day.failed)}
              width={step * 0.34}
              height={tall(day.failed)}
              className="fill-violated"
            />
          </g>
        ))}
      </svg>
      <div className="flex flex-wrap items-center justify-between gap-2 text-label text-ink-3">
        <span className="num">{days[0]?.day}</span>
        <span className="flex gap-4 text-ink-2">
          <LegendKey className="fill-accent" words={`Passed ${passed}`} />
          <LegendKey className="fill-violated" words={`Failed ${failed}`} />
        </span>
        <span className="num">{days.at(-1)?.day}</span>
      </div>
      <FigureAsTable
        caption="Accounts passed and failed per day"
        columns={[{ name: 'Day', words: true }, { name: 'Passed' }, { name: 'Failed' }, { name: 'Reinstated since' }]}
        rows={days.map((day) => ({
          key: day.day,
          cells: [day.day, ...ENDS.map((end) => <Behind key={end} count={day[end]} href={behind([day.day], end)} />)],
        }))}
      />
    </figure>
  );
}

/** Only the days that have any: the address stays short. */
const withAny = (days: TrendDay[], end: End): string[] => days.filter((day) => day[end] > 0).map(({ day }) => day);

function Behind({ count, href }: { count: number; href: string }): ReactNode {
  if (count === 0) return 0;
  return (
    <Link href={href} prefetch={false} className="num inline-flex min-h-6 items-center text-accent underline underline-offset-2">
      {count}
    </Link>
  );
}
