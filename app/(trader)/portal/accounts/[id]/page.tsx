// One own account: the room now and after the day's end, what is left to reach, the curve, and what was broken with its numbers.
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Suspense } from 'react';
import { z } from 'zod';
import { AccountCurve } from '@/app/account-curve';
import { CurvePlaceholder } from '@/components/charts/curve-placeholder';
import { AccountSummary } from '@/components/portal/account-summary';
import { Broken } from '@/components/portal/broken';
import { Floors } from '@/components/portal/floors';
import { LastKnown } from '@/components/portal/last-known';
import { Progress } from '@/components/portal/progress';
import { RuleMoves } from '@/components/portal/rule-moves';
import { ResetClock } from '@/components/portal/reset-clock';
import { RulesText } from '@/components/rules/rules-text';
import { Live } from '@/components/live/live';
import { LinkButton } from '@/components/ui/button';
import { PageHeader } from '@/components/ui/page-header';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import { ServerDay } from '@/components/ui/zone';
import { readMoves } from '@/lib/challenges/moves-read';
import { rulesInWords } from '@/lib/challenges/rule-sentences';
import { createClient } from '@/lib/db/server';
import { readHead } from '@/lib/events/read';
import { reasonWords } from '@/lib/events/reason-words';
import { floorsOf, nextReset, progressOf, type PortalAccount } from '@/lib/traders/portal';
import { readOwnAccount } from '@/lib/traders/read';
import { Payouts } from './payouts';

export const metadata: Metadata = { title: 'Account' };

export default async function OwnAccountPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  // The head is read first: what happens while the account is read is then told twice rather than never.
  const after = await readHead().catch(() => null);
  const found = z.uuid().safeParse(id).success ? await readOwnAccount(id) : null;
  if (!found) notFound();
  const { account, daysTraded, withdrawnCents, violations, rules, serverZone } = found;
  const progress = progressOf(account);
  return (
    <ServerDay zone={serverZone}>
      <PageHeader
        title={`Account ${account.login}`}
        question="How much room do I have today?"
        actions={
          <>
            <LinkButton href="/portal">All accounts</LinkButton>
            {after !== null && <Live after={after} account={id} topics={['account', 'violation', 'payout']} mode="refresh" />}
          </>
        }
      />
      <TradingOff account={account} />
      <AccountSummary account={account} daysTraded={daysTraded} withdrawnCents={withdrawnCents} />
      {account.is_alive && (
        <Panel title="Room today">
          <Today account={account} serverZone={serverZone} />
        </Panel>
      )}
      {progress.length > 0 && (
        <Panel title="Progress">
          <Progress rules={progress} currency={account.currency} />
        </Panel>
      )}
      <Suspense fallback={<CurvePlaceholder />}>
        <AccountCurve account={account} violations={violations} />
      </Suspense>
      <Suspense fallback={null}>
        <Payouts accountId={account.id} />
      </Suspense>
      <Panel title="Violations">
        <Broken violations={violations} currency={account.currency} />
      </Panel>
      <Panel title="Your rules" aside={account.rule_set_code && `${account.rule_set_code}, version ${account.rule_set_version ?? '?'}`}>
        <RuleMoves moves={await readMoves(await createClient(), account.id).catch(() => [])} />
        <details>
          <summary className="w-fit cursor-pointer text-accent">Read your rules</summary>
          <div className="mt-3">
            <RulesText rules={rulesInWords(rules as Parameters<typeof rulesInWords>[0])} />
          </div>
        </details>
      </Panel>
    </ServerDay>
  );
}

function Today({ account, serverZone }: { account: PortalAccount; serverZone: string | null }) {
  const floors = floorsOf(account);
  const reset = nextReset(account);
  if (floors.length === 0) return <p className="text-ink-2">Nothing has been measured yet; the first trade or report begins it.</p>;
  return (
    <LastKnown at={account.last_event_at} staleSince={account.feed_stale_since}>
      <div className="flex flex-col gap-3">
        {reset && <ResetClock at={reset} serverZone={serverZone} />}
        <Floors floors={floors} currency={account.currency} />
      </div>
    </LastKnown>
  );
}

function TradingOff({ account }: { account: PortalAccount }) {
  if (!account.trading_off_reason) return null;
  return (
    <p role="status" className="rounded-md border border-caution bg-caution-soft px-4 py-2 text-ink">
      Trading is off: {reasonWords(account.trading_off_reason)}
      {account.trading_off_until && (
        <>
          , until <When at={account.trading_off_until} mode="minute" />
        </>
      )}
      .
    </p>
  );
}
