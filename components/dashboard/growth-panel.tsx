// How the firm grows: who joined, what was opened and what was sold, week by week, the newest first.
import { FigureTable } from '@/components/ui/figure-table';
import { Panel } from '@/components/ui/panel';
import { proof } from '@/lib/stats/figures';
import type { Figures } from '@/lib/stats/read';
import { Rows } from './figure-tile';

export function GrowthPanel({ weeks }: { weeks: Figures<'growth'> }) {
  const hasSales = weeks.some(({ sales }) => sales !== null);
  const most = Math.max(1, ...weeks.map(({ accounts }) => accounts));
  return (
    <Panel title="Growth by week" aside={<span>Monday to Sunday in UTC</span>} flush>
      <FigureTable
        caption="New traders, accounts and sales in the last twelve weeks"
        columns={[
          { name: 'Week of', words: true },
          { name: 'New traders', means: 'People registered in that week.' },
          { name: 'New accounts', means: 'Accounts opened in that week, in any phase.' },
          ...(hasSales
            ? [{ name: 'Sales', means: 'Units sold in that week, given back ones included; what is not paid yet is left out.' }]
            : []),
          { name: 'Accounts', words: true, means: 'the same, drawn' },
        ]}
        rows={[...weeks].reverse().map((week) => ({
          key: week.week,
          cells: [
            <span key="week" className="num whitespace-nowrap">
              {week.week}
            </span>,
            <Rows key="traders" count={week.traders} href={proof.weekTraders(week)} />,
            <Rows key="accounts" count={week.accounts} href={proof.weekAccounts(week)} />,
            ...(hasSales ? [<Rows key="sales" count={week.sales ?? 0} href={proof.weekSales(week)} />] : []),
            <svg key="bar" aria-hidden="true" viewBox="0 0 100 8" preserveAspectRatio="none" className="mt-1.5 h-2 w-14">
              <rect width={(week.accounts * 100) / most} height="8" className="fill-accent" />
            </svg>,
          ],
        }))}
      />
    </Panel>
  );
}
