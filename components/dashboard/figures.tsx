// The firm's figures, each with its definition and the list that proves it. Shares show what they were divided by.
import { durationText } from '@/components/ui/duration-text';
import { rateText } from '@/components/ui/share-text';
import { When } from '@/components/ui/when';
import { riskAccountsHref } from '@/lib/stats/risk-figures';
import { proof } from '@/lib/stats/figures';
import type { Figures, Part, Waiting } from '@/lib/stats/read';
import { FailedTile, FigureTile, Rows } from './figure-tile';

const whole = (count: number) => count.toLocaleString('en-US');

/** These three stand even while nobody is in them. */
const NOBODY = { 'phase-1': 0, 'phase-2': 0, live: 0 };

export function AccountTiles({ accounts }: { accounts: Figures<'accounts'> }) {
  const counts: Record<string, number> = { ...NOBODY, ...accounts.by_stage };
  const stages = Object.entries(counts).sort(([a], [b]) => Number(a === 'live') - Number(b === 'live') || (a < b ? -1 : 1));
  return (
    <>
      <FigureTile
        name="Accounts"
        figure={whole(accounts.total)}
        aside={
          <>
            <Rows count={accounts.opened} href={proof.opened()} /> were opened
          </>
        }
        definition="Every account there is, living or ended."
        href={proof.accounts()}
      />
      {stages.map(([stage, count]) => (
        <FigureTile
          key={stage}
          name={stageWord(stage)}
          figure={whole(count)}
          definition={
            stage === 'live'
              ? 'Living accounts in the live phase of any product.'
              : 'Living accounts in this phase of any product, blocked ones included.'
          }
          href={proof.stage(stage)}
        />
      ))}
      <FigureTile
        name="Traders"
        figure={whole(accounts.traders)}
        aside={
          accounts.traders > 0 && (
            <Rows count={accounts.traders} href={proof.perTrader()}>
              {perTrader(accounts.total, accounts.traders)} accounts per trader
            </Rows>
          )
        }
        definition="People who bought or were registered; accounts divided by traders beside it."
        href={proof.traders()}
      />
    </>
  );
}

export function BreachTiles({ breaches }: { breaches: Figures<'breaches'> }) {
  return (
    <>
      <FigureTile
        name="Broken since yesterday"
        figure={whole(breaches.lately.broken)}
        definition="Verdicts detected yesterday and today in UTC that were not withdrawn."
        href={proof.brokenLately(breaches.lately.days)}
      />
      {(['daily', 'max'] as const).map((key) => {
        const breach = breaches[key];
        return (
          <FigureTile
            key={key}
            name={key === 'daily' ? 'Daily loss breaches' : 'Drawdown breaches'}
            figure={breach.share_bps === null ? '\u2013' : rateText(breach.accounts, breach.opened)}
            aside={
              <>
                <Rows count={breach.accounts} href={proof.broke(breach.rule)} /> of <Rows count={breach.opened} href={proof.opened()} />{' '}
                opened, <Rows count={breach.verdicts} href={proof.verdicts(breach.rule)} /> {breach.verdicts === 1 ? 'verdict' : 'verdicts'}
              </>
            }
            definition="Accounts that broke this rule so that it ends them, of all that were opened; withdrawn verdicts do not count."
            href={proof.broke(breach.rule)}
          />
        );
      })}
    </>
  );
}

/** Who may not read the risk analysis sees the mean without its accounts. */
export function TimeTiles({ times, mayReadRisk }: { times: Figures<'times'>; mayReadRisk: boolean }) {
  const behind = (stage: 'timed-passed' | 'timed-failed' | 'unfinished' | 'untimed') =>
    mayReadRisk ? riskAccountsHref({ stage }) : undefined;
  const kinds = [
    ['Mean time to pass', times.pass_seconds, times.passed, 'timed-passed', 'pass'],
    ['Mean time to breach', times.breach_seconds, times.failed, 'timed-failed', 'breach that ended them'],
  ] as const;
  return kinds.map(([name, seconds, count, stage, end]) => (
    <FigureTile
      key={stage}
      name={name}
      figure={seconds === null ? 'nobody yet' : durationText(seconds)}
      aside={
        <>
          of <Rows count={count} href={behind(stage)} />; <Rows count={times.unfinished} href={behind('unfinished')} /> unfinished and{' '}
          <Rows count={times.untimed} href={behind('untimed')} /> without a trade left out
          {mayReadRisk && (
            <>
              ;{' '}
              <Rows count={count} href="/risk#durations">
                by phase and rule version
              </Rows>
            </>
          )}
        </>
      }
      definition={`From the opening of an account’s first closed trade to the ${end}, all phases together.`}
      href={count > 0 ? behind(stage) : undefined}
    />
  ));
}

export function ChurnTile({ churn }: { churn: Part<'churn'> }) {
  const { customers, gone, days, share_bps } = churn.figures;
  if (churn.as_of === null)
    return <FigureTile name="Churn" figure={'\u2013'} definition="Counted for the first time within a quarter of an hour." />;
  return (
    <FigureTile
      name="Churn"
      figure={share_bps === null ? '\u2013' : rateText(gone, customers)}
      aside={
        <>
          <Rows count={gone} href={proof.activity('gone')} /> of <Rows count={customers} href={proof.activity('active', 'gone')} />{' '}
          customers, counted <When at={churn.as_of} mode="minute" />
        </>
      }
      definition={`Customers who neither bought nor traded for ${days} days; the setting “churn” holds the days.`}
      href={gone > 0 ? proof.activity('gone') : undefined}
    />
  );
}

export function WaitingTile({ waiting }: { waiting: Waiting | null }) {
  if (waiting === null) return <FailedTile name="Reviews open" code="reviews-not-read" />;
  return (
    <FigureTile
      name="Reviews open"
      figure={whole(waiting.waiting)}
      aside={
        <>
          <Rows count={waiting.overdue} href="/reviews?due=overdue" /> overdue
          {waiting.mine !== null && (
            <>
              , <Rows count={waiting.mine} href="/reviews?scope=mine" /> yours to decide
            </>
          )}
        </>
      }
      definition="Decisions of the kinds you see that wait for a person, the most urgent first."
      href="/reviews?scope=all"
    />
  );
}

const stageWord = (stage: string): string => (stage === 'live' ? 'Live' : stage.replace('phase-', 'Phase '));

function perTrader(accounts: number, traders: number): string {
  const tenths = Math.round((accounts * 10) / traders);
  return `${Math.trunc(tenths / 10)}.${tenths % 10}`;
}
