// Equity against its floors, drawn without a script so that it prints as it is seen.
import { axisBounds, EQUITY, floorLines, HIGH_WATER } from '@/components/charts/curve-lines';
import { moneyText } from '@/components/ui/money-text';
import { Panel } from '@/components/ui/panel';
import { whenText } from '@/components/ui/when-text';
import type { DossierCore } from '@/lib/accounts/dossier-replay';
import { brokenAtResets, curveSummary, thinned, type CurvePoint } from '@/lib/stats/curve';

const WIDTH = 800;
const HEIGHT = 240;

type Props = { equity: DossierCore['equity']; currency: string; verdicts: DossierCore['verdicts'] };

export function DossierCurve({ equity, currency, verdicts }: Props) {
  const all = equity.map((point): CurvePoint => ({ ...point, at: Date.parse(point.at) }));
  const summary = curveSummary(all);
  if (!summary) return <Panel title="Equity against the floors">No report of equity has come.</Panel>;
  const points = brokenAtResets(thinned(all));
  const [from, to] = [points[0]?.at ?? 0, points.at(-1)?.at ?? 1];
  const [low, high] = axisBounds(points);
  const x = (at: number) => Math.round(((at - from) / Math.max(to - from, 1)) * WIDTH * 10) / 10;
  const y = (cents: number) => Math.round((1 - (cents - low) / (high - low)) * HEIGHT * 10) / 10;
  const lines = floorLines(points);
  const money = (value: number) => moneyText(value, currency);
  const breaches = verdicts.filter(({ stored }) => stored.severity === 'breach' && stored.state !== 'withdrawn');
  return (
    <Panel title="Equity against the floors" aside={`${equity.length} reports`}>
      <figure className="flex break-inside-avoid flex-col gap-2">
        <figcaption className="text-ink-2">
          Between {money(summary.low_cents)} and {money(summary.high_cents)}, in the end {money(summary.last_cents)};{' '}
          {whenText(new Date(from).toISOString(), 'UTC', 'date')} to {whenText(new Date(to).toISOString(), 'UTC', 'date')}.
        </figcaption>
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          role="img"
          aria-label="Equity and its floors over time"
          className="h-auto w-full border border-line"
        >
          {lines.map((line) => (
            <path
              key={line.key}
              d={steps(points, ({ floors }) => floors[line.key], x, y)}
              fill="none"
              stroke={line.color}
              strokeWidth={line.width}
              strokeDasharray={line.dash}
            />
          ))}
          <path
            d={steps(points, (point) => point.high_water_cents, x, y)}
            fill="none"
            stroke={HIGH_WATER.color}
            strokeWidth={HIGH_WATER.width}
          />
          <path d={straight(points, x, y)} fill="none" stroke={EQUITY.color} strokeWidth={EQUITY.width} />
          {breaches.map(({ stored }) => (
            <line
              key={stored.id}
              x1={x(Date.parse(stored.breached_at))}
              x2={x(Date.parse(stored.breached_at))}
              y1="0"
              y2={HEIGHT}
              stroke="var(--violated)"
            />
          ))}
        </svg>
        <p className="text-label text-ink-2">
          Thick: equity. Thin: high water. {lines.map((line) => line.name).join(', ')}
          {breaches.length > 0 && '; upright lines are breaches'}. Amounts in {currency}.
        </p>
      </figure>
    </Panel>
  );
}

type Scale = (value: number) => number;

function straight(points: CurvePoint[], x: Scale, y: Scale): string {
  const known = points.flatMap(({ at, equity_cents }) => (equity_cents === null ? [] : [`${x(at)} ${y(equity_cents)}`]));
  return known.length === 0 ? '' : `M${known.join('L')}`;
}

/** A floor holds until it moves; where it is not known, or a day turns, the line is broken. */
function steps(points: CurvePoint[], level: (point: CurvePoint) => number | null | undefined, x: Scale, y: Scale): string {
  let path = '';
  let drawing = false;
  for (const point of points) {
    const { at } = point;
    const floor = level(point);
    if (floor === null || floor === undefined) {
      drawing = false;
      continue;
    }
    path += drawing ? `H${x(at)}V${y(floor)}` : `M${x(at)} ${y(floor)}`;
    drawing = true;
  }
  return path;
}
