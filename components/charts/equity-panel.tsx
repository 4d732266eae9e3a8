// The equity curve with what belongs to it: one sentence above, one legend, and the same figures as a table.
import { FigureAsTable } from '@/components/ui/figure-as-table';
import { moneyText } from '@/components/ui/money-text';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import { floorName } from '@/lib/rules/rule-name';
import type { CurvePoint, CurveSummary } from '@/lib/stats/curve';
import { EQUITY, floorLines, HIGH_WATER, type CurveLine } from './curve-lines';
import type { CurveMark } from './equity-chart';
import { EquityChartLazy } from './equity-chart-lazy';

type EquityPanelProps = {
  points: CurvePoint[];
  summary: CurveSummary | null;
  marks: CurveMark[];
  currency: string;
  /** Where nothing is known of its feed now: the instant the floors are from. They are drawn hatched. */
  asOf?: string | null;
};

export function EquityPanel({ points, summary, marks, currency, asOf = null }: EquityPanelProps) {
  if (points.length === 0 || !summary) {
    return (
      <Panel title="Equity against the floors">
        <p className="text-ink-2">No report of equity has come yet, so there is nothing to draw.</p>
      </Panel>
    );
  }
  const lines = floorLines(points);
  return (
    <Panel title="Equity against the floors">
      <figure className="flex flex-col gap-3">
        <figcaption className="text-ink-2">
          {sentence(summary, marks.length, currency)}
          {asOf !== null && (
            <span className="text-caution">
              {' '}
              The floors are as of <When at={asOf} mode="minute" />, hatched: nothing is known of the feed since.
            </span>
          )}
        </figcaption>
        <EquityChartLazy points={points} marks={marks} currency={currency} digits={0} isLastKnown={asOf !== null} />
        <Legend lines={lines} hasMarks={marks.length > 0} />
        <CurveTable points={points} lines={lines} currency={currency} />
      </figure>
    </Panel>
  );
}

function sentence(summary: CurveSummary, marks: number, currency: string): string {
  const money = (cents: number) => moneyText(cents, currency);
  const range = `Equity moved between ${money(summary.low_cents)} and ${money(summary.high_cents)} and stands at ${money(summary.last_cents)}.`;
  const closest = summary.closest
    ? summary.closest.left_cents >= 0
      ? ` It came within ${money(summary.closest.left_cents)} of the ${floorName(summary.closest.key).toLowerCase()} floor.`
      : ` It went ${money(-summary.closest.left_cents)} below the ${floorName(summary.closest.key).toLowerCase()} floor.`
    : '';
  const broken = marks === 0 ? '' : marks === 1 ? ' One violation is marked.' : ` ${marks} violations are marked.`;
  return range + closest + broken;
}

function Legend({ lines, hasMarks }: { lines: CurveLine[]; hasMarks: boolean }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-label text-ink-2" aria-label="Lines of the chart">
      {[EQUITY, HIGH_WATER, ...lines].map((line) => (
        <li key={line.key} className="inline-flex items-center gap-1.5">
          <svg aria-hidden="true" viewBox="0 0 20 4" className="h-1 w-5">
            <line x1="0" y1="2" x2="20" y2="2" stroke={line.color} strokeWidth={line.width} strokeDasharray={line.dash} />
          </svg>
          {line.name}
        </li>
      ))}
      {hasMarks && (
        <li className="inline-flex items-center gap-1.5">
          <span aria-hidden="true" className="text-violated">
            ■
          </span>
          Violation
        </li>
      )}
    </ul>
  );
}

const figuresOf = (point: CurvePoint, lines: CurveLine[]): (number | null)[] => [
  point.equity_cents,
  point.balance_cents,
  point.high_water_cents,
  ...lines.map((line) => point.floors[line.key] ?? null),
];

function CurveTable({ points, lines, currency }: { points: CurvePoint[]; lines: CurveLine[]; currency: string }) {
  const head = ['Equity', 'Balance', HIGH_WATER.name, ...lines.map((line) => line.name)];
  return (
    <FigureAsTable
      caption={`Equity and floors at the points drawn, newest first, amounts in ${currency}`}
      columns={[{ name: 'Time', words: true }, ...head.map((name) => ({ name }))]}
      rows={points.toReversed().map((point, row) => ({
        key: `${point.at}.${row}`,
        cells: [
          <When key="at" at={new Date(point.at).toISOString()} />,
          ...figuresOf(point, lines).map((cents) => (cents === null ? 'not known' : moneyText(cents, currency, { bare: true }))),
        ],
      }))}
    />
  );
}
