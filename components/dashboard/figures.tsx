// The firm's figures, each with its definition and the list that proves it. Shares show what they were divided by.
import { shareText } from '@/components/ui/share-text';
import type { Dashboard } from '@/lib/stats/read';
import { FigureTile } from './figure-tile';

const whole = (count: number) => count.toLocaleString('en-US');

export function Figures({ board }: { board: Dashboard }) {
  const { accounts, breaches } = board;
  const opened = accounts.total - (accounts.by_status.pending ?? 0);
  return (
    <section aria-label="Figures" className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-6">
      <FigureTile
        name="Accounts"
        figure={whole(accounts.total)}
        definition="Every account ever opened, living or ended."
        href="/accounts?scope=all"
      />
      <FigureTile
        name="Traders"
        figure={whole(board.traders)}
        definition="People with at least a registration; accounts divided by traders beside it."
        aside={`${perTrader(accounts.total, board.traders)} accounts per trader`}
        href="/accounts?scope=all&sort=trader"
      />
      <FigureTile
        name="Broken in 24 hours"
        figure={whole(board.violations_24h)}
        definition="Verdicts detected in the last 24 hours that were not withdrawn."
        href="/violations?sort=-detected"
      />
      <Breach name="Daily loss breaches" rule="max-daily-loss" breach={breaches.daily} opened={opened} />
      <Breach name="Drawdown breaches" rule="max-drawdown" breach={breaches.max} opened={opened} />
      <FigureTile name="Reviews open" figure={whole(board.reviews_open)} definition="Decisions that wait for a person." />
    </section>
  );
}

type BreachProps = { name: string; rule: string; breach: { accounts: number; share_bps: number | null }; opened: number };

function Breach({ name, rule, breach, opened }: BreachProps) {
  return (
    <FigureTile
      name={name}
      figure={breach.share_bps === null ? '–' : shareText(breach.share_bps)}
      aside={`${whole(breach.accounts)} of ${whole(opened)} opened`}
      definition="Accounts that failed by this rule and were not cleared, of all accounts that were opened."
      href={`/violations?rule=${rule}&consequence=fail&state=provisional,confirmed,contested`}
    />
  );
}

function perTrader(accounts: number, traders: number): string {
  if (traders === 0) return 'no';
  const tenths = Math.round((accounts * 10) / traders);
  return `${Math.trunc(tenths / 10)}.${tenths % 10}`;
}
