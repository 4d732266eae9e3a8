'use client';
// Loads the chart when the page stands, in a box of its final height, so nothing shifts and nothing is drawn on the server.
import dynamic from 'next/dynamic';
import type { EquityChartProps } from './equity-chart';

const Chart = dynamic(() => import('./equity-chart').then((chart) => chart.EquityChart), {
  ssr: false,
  loading: () => <div role="status" aria-label="The chart is loading" className="size-full rounded-sm bg-sunken" />,
});

export function EquityChartLazy(props: EquityChartProps) {
  return (
    <div className="h-72 w-full min-w-0">
      <Chart {...props} />
    </div>
  );
}
