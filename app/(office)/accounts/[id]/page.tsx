// One account: why is it in this state?
import type { SupabaseClient } from '@supabase/supabase-js';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Suspense } from 'react';
import { AccountFacts, ruleSetText } from '@/components/accounts/account-facts';
import { AccountTabs } from '@/components/accounts/account-tabs';
import { AsOfControl } from '@/components/accounts/as-of-bar';
import { loginText } from '@/lib/accounts/login-text';
import { HeadroomPanel } from '@/components/accounts/headroom-panel';
import { TradingOff } from '@/components/accounts/trading-off';
import { CurvePlaceholder } from '@/components/charts/curve-placeholder';
import { Live } from '@/components/live/live';
import { StaleAccount } from '@/components/shell/stale-feeds';
import { LinkButton } from '@/components/ui/button';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { StateChip, StatusChip } from '@/components/ui/state-chip';
import { DOSSIER_READERS } from '@/lib/accounts/dossier';
import { readAccount, type AccountHead } from '@/lib/accounts/read';
import { readSized } from '@/lib/accounts/room-read';
import { createClient } from '@/lib/db/server';
import { readNotices } from '@/lib/events/alerts-read';
import { readHead } from '@/lib/events/read';
import type { StaffActor } from '@/lib/staff/actor';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';
import { readInstant } from '@/lib/stats/as-of';
import { readAccountViolations } from '@/lib/violations/read';
import { AccountCurve } from '@/app/account-curve';
import { ACCOUNT_TABS, readAccountAddress, type AccountAddress } from './address';
import { AccountAsOf } from './as-of';
import { AccountDays } from './days';
import { AccountDeeds, Chain, PendingChanges } from './deeds';
import { PlatformStanding } from './platform-orders/standing';
import { TabBody } from './tab-body';
import { ViolationDrawer } from './violation-drawer';

export const metadata: Metadata = { title: 'Account' };

export default async function AccountPage({ params, searchParams }: PageProps<'/accounts/[id]'>) {
  const actor = await requireStaff(readersOf('/accounts'));
  const [{ id }, search] = await Promise.all([params, searchParams]);
  const client = await createClient();
  const after = await readHead().catch(() => null);
  const account = await readAccount(client, id);
  if (!account) notFound();
  const address = readAccountAddress(id, search);
  const at = readInstant(address.at, new Date().getTime());
  return (
    <>
      <PageHeader
        title={
          <>
            <span className="font-mono">{loginText(account.login)}</span>
            <StateChip state={account.risk_state} />
            <StatusChip status={account.status} />
          </>
        }
        question={
          at === null ? 'Why is this account in this state?' : 'The head shows the account as it is now; the frame shows it as it was.'
        }
        stamp={<FreshnessStamp at={account.last_event_at} />}
        actions={
          <>
            <AsOfControl key={address.at} accountId={id} tab={address.tab} at={at === null ? null : new Date(at).toISOString()} />
            {DOSSIER_READERS.includes(actor.role) && (
              <LinkButton href={`/accounts/${id}/dossier`} prefetch={false}>
                Dossier
              </LinkButton>
            )}
            {at === null && <AccountDeeds account={account} actor={actor} client={client} />}
            {after !== null && at === null && (
              <Live after={after} account={id} topics={['account', 'violation', 'review', 'payout']} mode="refresh" />
            )}
          </>
        }
      />
      {at === null ? (
        <Present account={account} address={address} actor={actor} client={client} />
      ) : (
        <AccountAsOf account={account} at={at} address={address} actor={actor} client={client} />
      )}
    </>
  );
}

type PresentProps = { account: AccountHead; address: AccountAddress; actor: StaffActor; client: SupabaseClient };

async function Present({ account, address, actor, client }: PresentProps) {
  const [violations, symbols, notices] = await Promise.all([
    readAccountViolations(client, account.id),
    readSized(client, account.currency).catch(() => []),
    readNotices(),
  ]);
  const stale = notices?.feeds.find((feed) => feed.slug === account.connection_slug);
  return (
    <>
      <div className="flex flex-col gap-4">
        {address.at && <p className="text-caution">That instant is none, or still to come: this is the account as it is now.</p>}
        {stale && <StaleAccount feed={stale} />}
        <TradingOff account={account} />
        <PendingChanges account={account} actor={actor} client={client} />
        <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_320px]">
          <div className="flex min-w-0 flex-col gap-4">
            <HeadroomPanel
              states={account.rule_states ?? []}
              currency={account.currency}
              ruleSet={ruleSetText(account)}
              symbols={symbols}
            />
            <Suspense fallback={<CurvePlaceholder />}>
              <AccountCurve account={account} violations={violations} />
            </Suspense>
          </div>
          <div className="flex min-w-0 flex-col gap-4">
            <div className="min-w-0">
              <AccountFacts account={account} />
              <Chain account={account} client={client} />
            </div>
            <Suspense fallback={null}>
              <AccountDays account={account} />
            </Suspense>
            <PlatformStanding accountId={account.id} actor={actor} client={client} />
          </div>
        </div>
        <section aria-label="Details" className="rounded-md border border-line bg-surface">
          <AccountTabs
            items={ACCOUNT_TABS.map((tab) => ({
              href: address.href({ tab: tab.key }),
              label: tab.label,
              current: tab.key === address.tab,
              count: tab.key === 'violations' ? violations.length : null,
            }))}
          />
          <div className="p-4">
            <TabBody address={address} account={account} violations={violations} actor={actor} client={client} />
          </div>
        </section>
      </div>
      {address.violation && (
        <ViolationDrawer
          id={address.violation}
          accountId={account.id}
          closeHref={address.href({ violation: '' })}
          actor={actor}
          client={client}
        />
      )}
    </>
  );
}
