// How an account trades: each figure with its count and, one press away, every trade it was counted from. Grey where there are too few.
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Empty } from '@/components/ui/empty';
import { Money } from '@/components/ui/money';
import { moneyText } from '@/components/ui/money-text';
import { rateText } from '@/components/ui/share-text';
import { ENOUGH_POSITIONS, payoffHundredths, REVENGE, SCALP_SECONDS, type Behaviour, type ClosedPosition } from '@/lib/abuse/behaviour';
import type { Cents } from '@/lib/money';
import { BehaviourTrades, spanText } from './behaviour-trades';

export const FIGURE_KEYS = ['win-rate', 'payoff', 'mean-hold', 'trades-a-day', 'worst-day', 'scalps', 'robots', 'revenge'] as const;

interface Figure {
  key: (typeof FIGURE_KEYS)[number];
  name: string;
  value: ReactNode;
  count: string;
  means: string;
  behind: readonly ClosedPosition[];
}

type Props = {
  behaviour: Behaviour;
  currency: string;
  isWhole: boolean;
  accountId: string;
  /** The figure whose trades are shown; empty while none is. */
  opened: string;
  page: number;
  hrefs: Record<string, string>;
  pageHref: (page: number) => string;
};

export function AccountBehaviour({ behaviour, currency, isWhole, accountId, opened, page, hrefs, pageHref }: Props) {
  if (behaviour.positions === 0) return <Empty title="Nothing traded yet" body="Figures appear with the first closed position." />;
  const all = figures(behaviour, currency);
  const shown = all.find(({ key }) => key === opened);
  const isThin = behaviour.positions < ENOUGH_POSITIONS;
  return (
    <div className="flex flex-col gap-3">
      <p className="text-label text-ink-2">
        Counted from {isWhole ? 'all' : 'the newest'} <span className="num">{behaviour.positions}</span> closed positions
        {isThin ? `; below ${ENOUGH_POSITIONS} they say more about luck than about anybody, so they are grey` : ''}. Nothing here is a
        verdict.
      </p>
      <dl className="grid gap-x-6 gap-y-4 sm:grid-cols-2 xl:grid-cols-4">
        {all.map(({ key, name, value, count, means, behind }) => (
          <div key={name} className="flex min-w-0 flex-col gap-0.5" data-thin={isThin}>
            <dt className="text-label text-ink-2" title={means}>
              {name}
            </dt>
            <dd className={isThin ? 'text-section font-semibold text-ink-3' : 'text-section font-semibold'}>{value}</dd>
            <dd className="text-label text-ink-3">{count}</dd>
            {behind.length > 0 && (
              <dd>
                <Link
                  href={hrefs[key] ?? ''}
                  scroll={false}
                  aria-current={key === opened ? 'true' : undefined}
                  className="inline-block py-1 text-label text-accent underline aria-[current]:font-semibold"
                >
                  The {behind.length} behind it<span className="sr-only">: {name}</span>
                </Link>
              </dd>
            )}
          </div>
        ))}
      </dl>
      {shown && (
        <BehaviourTrades
          name={shown.name}
          means={shown.means}
          rows={shown.behind}
          currency={currency}
          accountId={accountId}
          page={page}
          pageHref={pageHref}
        />
      )}
    </div>
  );
}

const shareOf = ({ positions }: Behaviour, part: readonly unknown[]) => rateText(part.length, positions);

function figures(behaviour: Behaviour, currency: string): Figure[] {
  const { positions, wins, losses, worst_day: worst } = behaviour;
  const payoff = payoffHundredths(behaviour);
  return [
    {
      key: 'win-rate',
      name: 'Win rate',
      value: shareOf(behaviour, wins),
      count: `${wins.length} of ${positions} closed with a profit`,
      means: 'Closed positions with a net profit, of all that were closed',
      behind: behaviour.all,
    },
    {
      key: 'payoff',
      name: 'Payoff',
      value: payoff === null ? 'none yet' : `${Math.trunc(payoff / 100)}.${String(payoff % 100).padStart(2, '0')}`,
      count: `${wins.length} winners, ${losses.length} losers${payoff === null ? '' : `; mean ${meanText(behaviour.mean_win, currency)} over ${meanText(behaviour.mean_loss, currency)}`}`,
      means: 'What the middling winner makes for each unit the middling loser costs: mean win over mean loss',
      behind: behaviour.all.filter(({ net }) => net !== 0),
    },
    {
      key: 'mean-hold',
      name: 'Mean hold',
      value: behaviour.mean_hold_seconds === null ? 'not told' : spanText(behaviour.mean_hold_seconds),
      count: `opening known of ${behaviour.holds_known}`,
      means: 'From the opening to the last closing slice',
      behind: behaviour.all.filter(({ opened_at }) => opened_at !== null),
    },
    {
      key: 'trades-a-day',
      name: 'Trades a day',
      value: String(Math.round((positions * 10) / Math.max(1, behaviour.days)) / 10),
      count: `on ${behaviour.days} ${behaviour.days === 1 ? 'day' : 'days'} that saw a close`,
      means: 'Closed positions for each trading day with one',
      behind: behaviour.all,
    },
    {
      key: 'worst-day',
      name: 'Worst day',
      value: worst ? <Money cents={worst.net} currency={currency} /> : 'none lost',
      count: worst ? `${worst.day}, ${worst.positions.length} closed` : 'no day ended below nought',
      means: 'The trading day whose closed positions lost most together',
      behind: worst?.positions ?? [],
    },
    {
      key: 'scalps',
      name: 'Scalps',
      value: shareOf(behaviour, behaviour.scalps),
      count: `${behaviour.scalps.length} held under ${SCALP_SECONDS} s`,
      means: `Held for less than ${SCALP_SECONDS} seconds`,
      behind: behaviour.scalps,
    },
    {
      key: 'robots',
      name: 'Robot trades',
      value: shareOf(behaviour, behaviour.robots),
      count: `${behaviour.robots.length} opened by a program`,
      means: 'The platform says a program acted, or the trade carries a program number',
      behind: behaviour.robots,
    },
    {
      key: 'revenge',
      name: 'Revenge trades',
      value: shareOf(behaviour, behaviour.revenge),
      count: `${behaviour.revenge.length} larger ones right after a loss`,
      means: `Opened within ${REVENGE.seconds} seconds after a losing close in the same symbol, ${REVENGE.times} times its size or more`,
      behind: behaviour.revenge,
    },
  ];
}

const meanText = (mean: Cents | null, currency: string): string => (mean === null ? '' : moneyText(mean, currency));
