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
import { ErrorState } from '@/components/ui/error-state';
import { FreshnessStamp } from '@/components/ui/stamp';
import { StateChip, StatusChip } from '@/components/ui/state-chip';
import { ServerDay } from '@/components/ui/zone';
import { DOSSIER_READERS } from '@/lib/accounts/dossier';
import { readAccount, readRuleVersions, type AccountHead } from '@/lib/accounts/read';
import { readSized } from '@/lib/accounts/room-read';
import { createClient } from '@/lib/db/server';
import { readNotices } from '@/lib/events/alerts-read';
import { readHead } from '@/lib/events/read';
import type { StaffActor } from '@/lib/staff/actor';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';
import { readInstant } from '@/lib/stats/as-of';
import { readAccountViolations, type ViolationRow } from '@/lib/violations/read';
import { AccountCurve } from '@/app/account-curve';
import { part } from '@/app/(office)/part';
import { ACCOUNT_TABS, readAccountAddress, type AccountAddress } from './address';
import { AccountAsOf } from './as-of';
import { AccountDays } from './days';
import { AccountDeeds, Chain, PendingChanges } from './deeds';
import { PlatformStanding } from './platform-orders/standing';
import { readWithdrawn } from './payouts-tab';
import { tabBody } from './tab-body';
import { violationDrawer } from './violation-drawer';

export const metadata: Metadata = { title: 'Account' };

export default async function AccountPage({ params, searchParams }: PageProps<'/accounts/[id]'>) {
  const actor = await requireStaff(readersOf('/accounts'));
  const [{ id }, search] = await Promise.all([params, searchParams]);
  const client = await createClient();
  const after = await readHead().catch(() => null);
  const account = await readAccount(client, id);
  if (!account) notFound();
  const versions = (await readRuleVersions(client, account.phase_id).catch(() => [])).filter((one) => one.id !== account.rule_set_id);
  const address = readAccountAddress(id, search);
  const at = readInstant(address.at, new Date().getTime());
  const staleSince = account.is_alive ? account.feed_stale_since : null;
  return (
    <ServerDay zone={account.server_zone}>
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
        stamp={<FreshnessStamp at={account.last_event_at} staleSince={staleSince} />}
        actions={
          <>
            <AsOfControl
              key={`${address.at}${address.rules}`}
              accountId={id}
              tab={address.tab}
              at={at === null ? null : new Date(at).toISOString()}
              versions={versions}
              under={address.rules}
            />
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
        <AccountAsOf
          account={account}
          at={at}
          under={versions.find((one) => one.id === address.rules) ?? null}
          address={address}
          actor={actor}
          client={client}
        />
      )}
    </ServerDay>
  );
}

type PresentProps = { account: AccountHead; address: AccountAddress; actor: StaffActor; client: SupabaseClient };

async function Present({ account, address, actor, client }: PresentProps) {
  const [violations, notices] = await Promise.all([readAccountViolations(client, account.id).catch(() => null), readNotices()]);
  const { changes, chain, withdrawn, tab, drawer } = await readParts({ account, address, actor, client, violations });
  const stale = account.is_alive ? notices?.feeds.find((feed) => feed.slug === account.connection_slug) : undefined;
  return (
    <>
      <div className="flex flex-col gap-4">
        {address.at && <p className="text-caution">That instant is none, or still to come: this is the account as it is now.</p>}
        {stale && <StaleAccount feed={stale} />}
        <TradingOff account={account} />
        {changes}
        <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_320px]">
          <Standing account={account} violations={violations} client={client} />
          <div className="flex min-w-0 flex-col gap-4">
            <div className="min-w-0">
              <AccountFacts account={account} withdrawn={withdrawn} />
              {chain}
            </div>
            <Suspense fallback={null}>
              <AccountDays account={account} />
            </Suspense>
            <PlatformStanding accountId={account.id} actor={actor} client={client} />
          </div>
        </div>
        <section aria-label="Details" className="rounded-md border border-line bg-surface">
          <AccountTabs
            items={ACCOUNT_TABS.map((one) => ({
              href: address.href({ tab: one.key }),
              label: one.label,
              current: one.key === address.tab,
              count: one.key === 'violations' ? (violations?.length ?? null) : null,
            }))}
          />
          <div className="p-4">{tab}</div>
        </section>
      </div>
      {drawer}
    </>
  );
}

/** What may fail by itself, read at once. */
async function readParts({ account, address, actor, client, violations }: PresentProps & { violations: ViolationRow[] | null }) {
  const closeHref = address.href({ violation: '' });
  const verdict = { id: address.violation, accountId: account.id, closeHref, actor, client };
  const [changes, chain, withdrawn, tab, drawer] = await Promise.all([
    part('changes-not-read', 'What waits for a second person could not be read', () => PendingChanges({ account, actor, client })),
    part('chain-not-read', 'What it hangs together with could not be read', () => Chain({ account, client })),
    readWithdrawn(client, account, actor),
    part('tab-not-read', 'This tab could not be read', () => tabBody({ address, account, violations, actor, client })),
    address.violation ? part('verdict-not-read', 'This verdict could not be read', () => violationDrawer(verdict)) : null,
  ]);
  return { changes, chain, withdrawn, tab, drawer };
}

type StandingProps = { account: AccountHead; violations: ViolationRow[] | null; client: SupabaseClient };

/** The room under each rule, and the curve: as of the last word where nothing is known of the feed since. */
async function Standing({ account, violations, client }: StandingProps) {
  // What has ended opens no position any more.
  const symbols = account.is_alive ? await readSized(client, account.currency).catch(() => []) : [];
  const asOf = account.is_alive ? account.feed_stale_since : null;
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <HeadroomPanel
        states={account.rule_states ?? []}
        currency={account.currency}
        ruleSet={ruleSetText(account)}
        asOf={asOf}
        symbols={symbols}
      />
      {violations === null && <ErrorState code="violations-not-read" title="The violations could not be read, so none is marked below" />}
      <Suspense fallback={<CurvePlaceholder />}>
        <AccountCurve account={account} violations={violations ?? []} asOf={asOf} />
      </Suspense>
    </div>
  );
}
