// Passed and failed accounts per day, as small bars drawn on the server: it needs no script and no library.
import Link from 'next/link';
import { cn } from '@/components/ui/cn';

export type TrendDay = { day: string; passed: number; failed: number };
/** The address of the accounts that ended so on a day. */
type Behind = (day: string, end: 'passed' | 'failed') => string;

const WIDTH = 600;
const HEIGHT = 120;
const BASE = 100;

export function TrendChart({ days, behind, className }: { days: TrendDay[]; behind: Behind; className?: string }) {
  const most = Math.max(1, ...days.map((day) => Math.max(day.passed, day.failed)));
  const step = WIDTH / Math.max(days.length, 1);
  const tall = (count: number) => (count * (BASE - 8)) / most;
  const passed = days.reduce((sum, day) => sum + day.passed, 0);
  const failed = days.reduce((sum, day) => sum + day.failed, 0);
  const sentence = `${passed} ${passed === 1 ? 'account' : 'accounts'} passed and ${failed} failed in the last ${days.length} days.`;
  return (
    <figure className={cn('flex flex-col gap-2', className)}>
      <figcaption className="text-ink-2">{sentence}</figcaption>
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
          <Key className="fill-accent" word={`Passed ${passed}`} />
          <Key className="fill-violated" word={`Failed ${failed}`} />
        </span>
        <span className="num">{days.at(-1)?.day}</span>
      </div>
      <TrendTable days={days} behind={behind} />
    </figure>
  );
}

function Key({ className, word }: { className: string; word: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <svg aria-hidden="true" viewBox="0 0 8 8" className={cn('size-2', className)}>
        <rect width="8" height="8" />
      </svg>
      {word}
    </span>
  );
}

function TrendTable({ days, behind }: { days: TrendDay[]; behind: Behind }) {
  return (
    <details className="text-label">
      <summary className="w-fit cursor-pointer text-accent">Show as table</summary>
      <table className="mt-2 text-left">
        <caption className="sr-only">Accounts passed and failed per day</caption>
        <thead>
          <tr className="text-ink-3">
            {['Day', 'Passed', 'Failed'].map((word) => (
              <th key={word} scope="col" className="pr-6 font-medium">
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.map((day) => (
            <tr key={day.day}>
              <td className="num pr-6">{day.day}</td>
              {(['passed', 'failed'] as const).map((end) => (
                <td key={end} className="num pr-6">
                  {day[end] === 0 ? (
                    0
                  ) : (
                    <Link href={behind(day.day, end)} prefetch={false} className="text-accent underline underline-offset-2">
                      {day[end]}
                    </Link>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
