// What traders received and what the firm kept, day by day, as bars drawn on the server: no script, no library. One currency to a chart.
import { LegendKey } from '@/components/charts/legend-key';
import { FigureAsTable } from '@/components/ui/figure-as-table';
import { Money } from '@/components/ui/money';
import { moneyText } from '@/components/ui/money-text';
import { Panel } from '@/components/ui/panel';
import type { PayoutFigures } from '@/lib/payouts/office-read';
import { everyDay } from '@/lib/payouts/paid-days';

const WIDTH = 600;
const BASE = 100;
type Day = PayoutFigures['days'][number];

export function PaidChart({ currency, days, until }: { currency: string; days: Day[]; until: string }) {
  const all = everyDay(days, until, 90);
  const most = Math.max(1, ...all.map(({ gross_cents }) => gross_cents));
  const step = WIDTH / all.length;
  const [paid, firm, count] = [sum(days, 'paid_cents'), sum(days, 'firm_cents'), sum(days, 'payouts')];
  const sentence = `${count} ${count === 1 ? 'payout' : 'payouts'} in 90 days: traders received ${moneyText(paid, currency)}, the firm kept ${moneyText(firm, currency)}.`;
  return (
    <Panel title={`By day, ${currency}`} aside="paid only, by the day it arrived, UTC">
      <figure className="flex flex-col gap-2">
        <figcaption className="text-ink-2">{sentence}</figcaption>
        <svg role="img" aria-label={sentence} viewBox={`0 0 ${WIDTH} ${BASE + 4}`} className="h-36 w-full" preserveAspectRatio="none">
          <line x1="0" y1={BASE} x2={WIDTH} y2={BASE} className="stroke-line-strong" vectorEffect="non-scaling-stroke" />
          {all.map((day, place) => {
            const [traders, whole] = [((BASE - 6) * day.paid_cents) / most, ((BASE - 6) * day.gross_cents) / most];
            return (
              <g key={day.day}>
                <title>{`${day.day}: ${moneyText(day.paid_cents, currency)} to traders, ${moneyText(day.firm_cents, currency)} kept`}</title>
                <rect x={place * step} y="0" width={step} height={BASE} className="fill-transparent" />
                <rect
                  x={place * step + step * 0.15}
                  y={BASE - whole}
                  width={step * 0.7}
                  height={whole - traders}
                  className="fill-line-strong"
                />
                <rect x={place * step + step * 0.15} y={BASE - traders} width={step * 0.7} height={traders} className="fill-accent" />
              </g>
            );
          })}
        </svg>
        <div className="flex flex-wrap items-center justify-between gap-2 text-label text-ink-3">
          <span className="num">{all[0]?.day}</span>
          <span className="flex gap-4 text-ink-2">
            <LegendKey className="fill-accent" words="Traders received" />
            <LegendKey className="fill-line-strong" words="The firm kept" />
          </span>
          <span className="num">{until}</span>
        </div>
        <FigureAsTable
          caption={`Paid by day, ${currency}`}
          columns={['Day', 'Payouts', 'Traders received', 'The firm kept', 'Gross'].map((name, place) => ({ name, words: place === 0 }))}
          rows={days.map(({ day, payouts, paid_cents, firm_cents, gross_cents }) => ({
            key: day,
            cells: [
              day,
              payouts,
              ...[paid_cents, firm_cents, gross_cents].map((value, place) => <Money key={place} cents={value} currency={currency} />),
            ],
          }))}
        />
      </figure>
    </Panel>
  );
}

const sum = (days: Day[], name: 'paid_cents' | 'firm_cents' | 'payouts'): number => days.reduce((total, day) => total + day[name], 0);
