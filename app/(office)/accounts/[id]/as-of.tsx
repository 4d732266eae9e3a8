// The account page at a past instant: the same panels, filled by a replay instead of what was last written; deeds are off.
import type { SupabaseClient } from '@supabase/supabase-js';
import { Suspense } from 'react';
import { AccountFacts, ruleSetText } from '@/components/accounts/account-facts';
import { AccountPositions } from '@/components/accounts/account-positions';
import { AccountTabs } from '@/components/accounts/account-tabs';
import { AccountTrades } from '@/components/accounts/account-trades';
import { AccountViolations } from '@/components/accounts/account-violations';
import { AsOfFrame } from '@/components/accounts/as-of-bar';
import { HeadroomPanel } from '@/components/accounts/headroom-panel';
import { Timeline } from '@/components/accounts/timeline';
import { CurvePlaceholder } from '@/components/charts/curve-placeholder';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { StateChip } from '@/components/ui/state-chip';
import type { AccountHead, RuleVersion } from '@/lib/accounts/read';
import type { StaffActor } from '@/lib/staff/actor';
import { readersOf } from '@/lib/staff/roles';
import type { AsOf } from '@/lib/stats/as-of';
import { readTimelineUntil, readTradesUntil, readViolationsUntil } from '@/lib/stats/as-of-read';
import { replayAsOf } from '@/lib/stats/as-of-replay';
import type { PositionRow } from '@/lib/trades/read';
import type { ViolationRow } from '@/lib/violations/read';
import { AccountCurve } from '@/app/account-curve';
import { ACCOUNT_TABS, type AccountAddress } from './address';
import { part } from '@/app/(office)/part';
import { violationDrawer } from './violation-drawer';

type Props = {
  account: AccountHead;
  at: number;
  under: RuleVersion | null;
  address: AccountAddress;
  actor: StaffActor;
  client: SupabaseClient;
};

export async function AccountAsOf({ account, at, under, address, actor, client }: Props) {
  const instant = new Date(at).toISOString();
  const [stood, violations] = await Promise.all([
    replayAsOf(account.id, at, under?.id).catch(() => null),
    readViolationsUntil(client, account.id, instant).catch(() => null),
  ]);
  const known = stood === null || stood === 'early' ? null : stood;
  const to = (other: string | null | undefined) => (other ? address.href({ at: other }) : null);
  return (
    <AsOfFrame
      at={instant}
      under={under && `${under.code}, version ${under.version}`}
      nowHref={address.href({ at: '' })}
      previousHref={to(known?.previous_at)}
      nextHref={to(known?.next_at)}
    >
      {stood === null && <ErrorState code="not-replayed" title="The account could not be told again" />}
      {stood === 'early' && <Empty title="This account had not begun" body="Choose an instant after it was activated." />}
      {known && (
        <Stood
          stood={known}
          account={account}
          at={at}
          under={under}
          violations={violations}
          address={address}
          actor={actor}
          client={client}
        />
      )}
      {address.violation &&
        (await part('verdict-not-read', 'This verdict could not be read', () =>
          violationDrawer({
            id: address.violation,
            accountId: account.id,
            closeHref: address.href({ violation: '' }),
            actor,
            client,
            isPast: true,
          }),
        ))}
    </AsOfFrame>
  );
}

type StoodProps = Props & { stood: AsOf; violations: ViolationRow[] | null };

async function Stood(props: StoodProps) {
  const { stood, account, at, under, violations, address } = props;
  const { figures } = stood;
  const { id: rule_set_id, code: rule_set_code, version: rule_set_version } = stood.rule_set;
  const ruled = { rule_set_id, rule_set_code, rule_set_version };
  const then: AccountHead = { ...account, ...figures, ...ruled, last_event_at: stood.last_event_at, closed_at: null, closure_reason: null };
  return (
    <>
      <p className="flex flex-wrap items-center gap-2 text-form">
        {under ? 'It would have stood' : 'It stood'} <StateChip state={figures.risk_state} /> after{' '}
        <span className="num">{stood.events}</span> {stood.events === 1 ? 'event' : 'events'}.
      </p>
      <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_320px]">
        <div className="flex min-w-0 flex-col gap-4">
          <HeadroomPanel states={figures.rule_states} currency={account.currency} ruleSet={ruleSetText(then)} />
          <Suspense key={`${stood.at}${under?.id ?? ''}`} fallback={<CurvePlaceholder />}>
            <AccountCurve account={account} violations={violations ?? []} until={at} under={under?.id} />
          </Suspense>
        </div>
        <AccountFacts account={then} />
      </div>
      <section aria-label="Details" className="rounded-md border border-line bg-surface">
        <AccountTabs
          items={ACCOUNT_TABS.filter((tab) => !ONLY_NOW.has(tab.key)).map((tab) => ({
            href: address.href({ tab: tab.key }),
            label: tab.label,
            current: tab.key === shownTab(address),
            count: tab.key === 'violations' ? (violations?.length ?? null) : tab.key === 'positions' ? stood.positions.length : null,
          }))}
        />
        <div className="p-4">{await part('tab-not-read', 'This tab could not be read', () => tabAsOf(props))}</div>
      </section>
    </>
  );
}

/** Notes are about the present; their address shows the timeline here. */
/** What is told of the present only. */
const ONLY_NOW = new Set<string>(['notes', 'behaviour', 'linked', 'payouts']);
const shownTab = (address: AccountAddress) => (ONLY_NOW.has(address.tab) ? 'timeline' : address.tab);

async function tabAsOf({ stood, account, violations, address, actor, client }: StoodProps) {
  const maySeeTrades = readersOf('/trades').includes(actor.role);
  const tab = shownTab(address);
  if (!maySeeTrades && (tab === 'trades' || tab === 'positions')) return <p className="text-ink-2">Your role does not read trades.</p>;
  if (tab === 'trades')
    return <AccountTrades accountId={account.id} since={account.activated_at} {...await readTradesUntil(client, account.id, stood.at)} />;
  if (tab === 'positions') return <AccountPositions rows={positionsOf(stood, account)} />;
  if (tab === 'violations') {
    if (violations === null) throw new Error('The violations were not read.');
    return <AccountViolations rows={violations} />;
  }
  const rows = await readTimelineUntil(client, account.id, stood.at, address.kind);
  const kinds = ['', 'account', 'trade', 'rule', 'review', 'mail'];
  const kindLinks = Object.fromEntries(kinds.map((kind) => [kind, address.href({ kind })]));
  return <Timeline rows={rows} kind={address.kind} kindLinks={kindLinks} olderHref={null} />;
}

/** The report's own swap is inside the open result; it is not kept apart. */
function positionsOf(stood: AsOf, account: AccountHead): PositionRow[] {
  return stood.positions.map(({ volume, ...position }) => ({
    ...position,
    account_id: account.id,
    login: account.login,
    currency: account.currency,
    lots: volume,
    swap_cents: null,
    server_zone: account.server_zone,
  }));
}
