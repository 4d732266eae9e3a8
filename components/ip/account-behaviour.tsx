// How an account trades: each figure with its count and, folded beneath it, the trades it was counted from. Grey where there are too few.
import type { ReactNode } from 'react';
import { MarketTable } from '@/components/rules/market-table';
import { Empty } from '@/components/ui/empty';
import { Money } from '@/components/ui/money';
import { shareText } from '@/components/ui/share-text';
import { When } from '@/components/ui/when';
import {
  ENOUGH_POSITIONS,
  holdSeconds,
  payoffHundredths,
  REVENGE,
  SCALP_SECONDS,
  type Behaviour,
  type ClosedPosition,
} from '@/lib/abuse/behaviour';

interface Figure {
  name: string;
  value: ReactNode;
  count: string;
  means: string;
  behind: readonly ClosedPosition[];
}
const SHOWN = 50;

export function AccountBehaviour({ behaviour, currency, isWhole }: { behaviour: Behaviour; currency: string; isWhole: boolean }) {
  if (behaviour.positions === 0) return <Empty title="Nothing traded yet" body="Figures appear with the first closed position." />;
  const isThin = behaviour.positions < ENOUGH_POSITIONS;
  return (
    <div className="flex flex-col gap-3">
      <p className="text-label text-ink-2">
        Counted from {isWhole ? 'all' : 'the newest'} <span className="num">{behaviour.positions}</span> closed positions
        {isThin ? `; below ${ENOUGH_POSITIONS} they say more about luck than about anybody, so they are grey` : ''}. Nothing here is a
        verdict.
      </p>
      <dl className="grid gap-x-6 gap-y-4 sm:grid-cols-2 xl:grid-cols-4">
        {figures(behaviour, currency).map(({ name, value, count, means, behind }) => (
          <div key={name} className="flex min-w-0 flex-col gap-0.5" data-thin={isThin}>
            <dt className="text-label text-ink-2" title={means}>
              {name}
            </dt>
            <dd className={isThin ? 'text-section font-semibold text-ink-3' : 'text-section font-semibold'}>{value}</dd>
            <dd className="text-label text-ink-3">{count}</dd>
            {behind.length > 0 && (
              <dd>
                <details>
                  <summary className="cursor-pointer text-label text-accent">The trades behind it</summary>
                  <Behind name={name} rows={behind} currency={currency} />
                </details>
              </dd>
            )}
          </div>
        ))}
      </dl>
    </div>
  );
}

function figures(behaviour: Behaviour, currency: string): Figure[] {
  const { positions, wins, losses, worst_day: worst } = behaviour;
  const share = (part: readonly unknown[]) => shareText(Math.trunc((part.length * 10_000) / positions));
  const payoff = payoffHundredths(behaviour);
  return [
    {
      name: 'Win rate',
      value: share(wins),
      count: `${wins.length} of ${positions} closed with a profit`,
      means: 'Closed positions with a net profit',
      behind: wins,
    },
    {
      name: 'Payoff',
      value: payoff === null ? 'none yet' : `${Math.trunc(payoff / 100)}.${String(payoff % 100).padStart(2, '0')}`,
      count: `${wins.length} winners, ${losses.length} losers`,
      means: 'What the middling winner makes for each unit the middling loser costs: mean win over mean loss',
      behind: losses,
    },
    {
      name: 'Mean hold',
      value: behaviour.mean_hold_seconds === null ? 'not told' : spanText(behaviour.mean_hold_seconds),
      count: `opening known of ${behaviour.holds_known}`,
      means: 'From the opening to the last closing slice',
      behind: [],
    },
    {
      name: 'Trades a day',
      value: String(Math.round((positions * 10) / Math.max(1, behaviour.days)) / 10),
      count: `on ${behaviour.days} ${behaviour.days === 1 ? 'day' : 'days'} that saw a close`,
      means: 'Closed positions for each trading day with one',
      behind: [],
    },
    {
      name: 'Worst day',
      value: worst ? <Money cents={worst.net} currency={currency} /> : 'none lost',
      count: worst ? `${worst.day}, ${worst.positions.length} closed` : 'no day ended below nought',
      means: 'The trading day whose closed positions lost most together',
      behind: worst?.positions ?? [],
    },
    {
      name: 'Scalps',
      value: share(behaviour.scalps),
      count: `${behaviour.scalps.length} held under ${SCALP_SECONDS} s`,
      means: `Held for less than ${SCALP_SECONDS} seconds`,
      behind: behaviour.scalps,
    },
    {
      name: 'Robot trades',
      value: share(behaviour.robots),
      count: `${behaviour.robots.length} opened by a program`,
      means: 'The platform says a program acted, or the trade carries a program number',
      behind: behaviour.robots,
    },
    {
      name: 'Revenge trades',
      value: share(behaviour.revenge),
      count: `${behaviour.revenge.length} larger ones right after a loss`,
      means: `Opened within ${REVENGE.seconds} seconds after a losing close in the same symbol, ${REVENGE.times} times its size or more`,
      behind: behaviour.revenge,
    },
  ];
}

function Behind({ name, rows, currency }: { name: string; rows: readonly ClosedPosition[]; currency: string }) {
  const shown = [...rows].reverse().slice(0, SHOWN);
  return (
    <div className="mt-1">
      <MarketTable
        caption={`${name}: the trades behind it`}
        head={['Closed', 'Symbol', 'Lots', 'Held', 'Net']}
        numeric={[2, 3, 4]}
        rows={shown.map((one) => {
          const held = holdSeconds(one);
          return {
            key: one.trade_id,
            cells: [
              <When key="closed" at={new Date(one.closed_at).toISOString()} mode="minute" />,
              `${one.symbol} ${one.side}`,
              one.lots,
              held === null ? 'not told' : spanText(held),
              <Money key="net" cents={one.net} currency={currency} />,
            ],
          };
        })}
      />
      {rows.length > shown.length && (
        <p className="text-label text-ink-3">
          The newest {shown.length} of {rows.length}.
        </p>
      )}
    </div>
  );
}

function spanText(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7_200) return `${Math.trunc(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.trunc(seconds / 3_600)} h` : `${Math.trunc(seconds / 86_400)} d`;
}
