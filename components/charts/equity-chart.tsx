'use client';
// Equity against the floors the engine sent. Drawn in the browser only: the library writes inline styles, which the content
// security policy forbids in HTML from the server.
import { Area, CartesianGrid, ComposedChart, Line, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { moneyText } from '@/components/ui/money-text';
import { whenText } from '@/components/ui/when-text';
import type { CurvePoint } from '@/lib/stats/curve';
import { axisBounds, EQUITY, floorLines, HIGH_WATER, roundTicks, type CurveLine } from './curve-lines';

export type CurveMark = { at: number; label: string };
export type EquityChartProps = { points: CurvePoint[]; marks: CurveMark[]; currency: string; digits: number; isLastKnown?: boolean };

const HATCHED = 'floor-as-last-known';
const TICK = { fontSize: 11, fill: 'var(--ink-3)' };

export function EquityChart({ points, marks, currency, digits, isLastKnown = false }: EquityChartProps) {
  const lines = floorLines(points);
  const span = (points.at(-1)?.at ?? 0) - (points[0]?.at ?? 0);
  const moment = (at: number) =>
    whenText(new Date(at).toISOString(), 'UTC', span > 3 * 86_400_000 ? 'date' : 'minute').replace(/ \d{4}$/, '');
  const amount = (value: number) => moneyText(Math.round(value), currency, digits > 0 ? { digits } : {}).replace(/\.\d+$/, '');
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 800, height: 280 }}>
      <ComposedChart data={points} margin={{ top: 12, right: 12, bottom: 0, left: 4 }} accessibilityLayer={false}>
        <defs>
          <pattern id={HATCHED} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <line y2="6" stroke="var(--ink-3)" strokeWidth="1.5" />
          </pattern>
        </defs>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="at"
          type="number"
          scale="time"
          domain={['dataMin', 'dataMax']}
          tickFormatter={moment}
          tick={TICK}
          stroke="var(--line-strong)"
          minTickGap={48}
        />
        <YAxis {...axisOf(points)} tickFormatter={amount} tick={TICK} stroke="var(--line-strong)" width={76} allowDataOverflow />
        <Tooltip
          isAnimationActive={false}
          content={(shown) => <Told at={shown.label} points={points} lines={lines} currency={currency} />}
        />
        {lines.map((line) => floor(line, isLastKnown))}
        <Line
          dataKey="high_water_cents"
          type="stepAfter"
          stroke={HIGH_WATER.color}
          strokeWidth={HIGH_WATER.width}
          dot={false}
          activeDot={false}
          isAnimationActive={false}
        />
        <Line
          dataKey="equity_cents"
          type="linear"
          stroke={EQUITY.color}
          strokeWidth={EQUITY.width}
          dot={points.length < 2}
          // Between two reports equity is drawn as it is read: straight. The table says where it was not known.
          connectNulls
          isAnimationActive={false}
        />
        {marks.map((mark) => (
          <ReferenceLine
            key={`${mark.at}${mark.label}`}
            x={mark.at}
            stroke="var(--violated)"
            strokeWidth={1}
            label={{ value: '■', position: 'insideTop', fill: 'var(--violated)', fontSize: 11 }}
          />
        ))}
      </ComposedChart>
    </ResponsiveContainer>
  );
}

function axisOf(points: CurvePoint[]) {
  const domain = axisBounds(points);
  return { domain, ticks: roundTicks(domain) };
}

function floor(line: CurveLine, isLastKnown: boolean) {
  const shared = {
    dataKey: (point: CurvePoint) => point.floors[line.key] ?? null,
    type: 'stepAfter' as const,
    stroke: line.color,
    strokeWidth: line.width,
    strokeDasharray: line.dash,
    isAnimationActive: false,
    connectNulls: false,
  };
  if (isLastKnown) return <Area key={line.key} {...shared} fill={`url(#${HATCHED})`} fillOpacity={0.5} activeDot={false} />;
  if (line.kind === 'trailing') return <Area key={line.key} {...shared} fill={line.color} fillOpacity={0.07} activeDot={false} />;
  return <Line key={line.key} {...shared} dot={false} activeDot={false} />;
}

type ToldProps = { at: unknown; points: CurvePoint[]; lines: CurveLine[]; currency: string };

function Told({ at, points, lines, currency }: ToldProps) {
  const point = points.find((one) => one.at === at);
  if (!point) return null;
  const rows = [
    { key: EQUITY.key, name: EQUITY.name, cents: point.equity_cents },
    { key: HIGH_WATER.key, name: HIGH_WATER.name, cents: point.high_water_cents },
    ...lines.map((line) => ({ key: line.key, name: line.name, cents: point.floors[line.key] ?? null })),
  ];
  return (
    <div className="rounded-sm border border-line-strong bg-surface p-2 text-label text-ink">
      <p className="num mb-1 text-ink-3">{whenText(new Date(point.at).toISOString(), 'UTC', 'moment')} UTC</p>
      {rows.map((row) => (
        <p key={row.key} className="flex justify-between gap-4">
          <span>{row.name}</span>
          <span className="num">{row.cents === null ? 'not known' : moneyText(row.cents, currency)}</span>
        </p>
      ))}
    </div>
  );
}
