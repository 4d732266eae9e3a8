// One source: how it is doing, what of it was kept back, and everything that may be changed about it.
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { HandInHistory } from '@/components/integrations/hand-in-history';
import { HeldPanel } from '@/components/integrations/held-panel';
import { MoveAccounts } from '@/components/integrations/move-accounts';
import { AskAgain, Credentials, SwitchOver } from '@/components/integrations/source-deeds';
import { SourceSecrets } from '@/components/integrations/source-secrets';
import { SourceSettings } from '@/components/integrations/source-settings';
import { durationText, errorText, gapText, lagText, retryText, STALE_WORDS } from '@/components/integrations/source-words';
import { Definition } from '@/components/ui/definition';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { Panel } from '@/components/ui/panel';
import { StateShape, StatusChip } from '@/components/ui/state-chip';
import { FreshnessStamp } from '@/components/ui/stamp';
import { When } from '@/components/ui/when';
import { reportsTrades } from '@/lib/connections/kinds';
import { readHeld, readSource, readSources, type Source } from '@/lib/connections/read';
import { createClient } from '@/lib/db/server';
import { appUrl } from '@/lib/env';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf, type StaffRole } from '@/lib/staff/roles';
import { UUID } from '@/lib/uuid';
import { askAgain, changeSource, decideMessage, moveToSource, rotateSecret, saveCredentials, switchOver, tryOut } from '../actions';
import { handInHistory } from './actions';

export const metadata: Metadata = { title: 'Source' };
const SHOWN = 50;
const READERS: readonly StaffRole[] = ['support', 'risk', 'config', 'admin', 'auditor'];

export default async function SourcePage({ params }: PageProps<'/integrations/[id]'>) {
  const actor = await requireStaff(readersOf('/integrations'));
  const { id } = await params;
  if (!UUID.test(id)) notFound();
  const client = await createClient();
  const source = await readSource(client, id);
  if (!source) notFound();
  const held = READERS.includes(actor.role) ? await readHeld(client, id, SHOWN).catch(() => null) : 'not-yours';
  const isReplaced = source.status === 'disabled' && reportsTrades(source.kind);
  const others = isReplaced ? (await readSources(client)).filter((one) => takesOver(one, source)) : [];
  const configures = actor.role === 'config' || actor.role === 'admin' ? null : 'Config and admin change sources.';
  const replays = configures === null || actor.role === 'risk' ? null : 'Risk, config and admin do this.';
  return (
    <>
      <PageHeader
        title={
          <>
            <span className="font-mono break-all">{source.slug}</span> <StatusChip status={source.status} />
          </>
        }
        question="Is what it tells us true and fresh?"
        stamp={<FreshnessStamp at={knownUntil(source)} staleAfterSeconds={source.settings.quiet_after_seconds ?? 31_536_000} />}
        actions={
          <Link href="/integrations" className="text-accent underline">
            All sources
          </Link>
        }
      />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          {source.stale_since && (
            <p role="status" className="flex items-center gap-2 rounded-md border border-caution bg-caution-soft px-4 py-3">
              <StateShape state="caution" className="text-caution" />
              <span>
                It {STALE_WORDS[source.stale_cause ?? 'silent']} since <When at={source.stale_since} />. Until it is heard whole again no
                breach is confirmed by a machine.
              </span>
            </p>
          )}
          <Panel title="How it is doing, last 24 hours">
            <Facts source={source} />
          </Panel>
          {held === 'not-yours' ? (
            <Panel title="Kept back" id="held">
              {source.held} wait. Your role does not read raw messages; support, risk, config, admin and auditor do.
            </Panel>
          ) : held === null ? (
            <ErrorState code="held-not-read" title="What was kept back could not be read" />
          ) : (
            <HeldPanel rows={held} refusedBecause={replays} action={decideMessage} />
          )}
          <SourceSettings source={source} refusedBecause={configures} action={changeSource} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          {reportsTrades(source.kind) || source.credentials_set ? (
            <AskAgain source={source} off={replays} offTry={configures} action={askAgain} tryOut={tryOut} />
          ) : null}
          {reportsTrades(source.kind) && <HandInHistory sourceId={source.id} off={replays} action={handInHistory} />}
          <SourceSecrets source={source} refusedBecause={configures} action={rotateSecret} />
          <Credentials source={source} off={configures} action={saveCredentials} />
          <SwitchOver source={source} off={configures} action={switchOver} />
          {isReplaced && <MoveAccounts source={source} others={others} off={configures} action={moveToSource} />}
        </div>
      </div>
    </>
  );
}

const takesOver = (other: Source, source: Source): boolean =>
  other.status === 'active' && reportsTrades(other.kind) && other.platform === source.platform;

/** Where a source can be asked, knowing it whole counts, whoever posts. */
const knownUntil = (source: Source): string | null => (source.settings.resync_url ? source.complete_through : source.last_event_at);

/** Shops and providers sign in ways of their own, so the example is for those who report trades. */
function PostedTo({ source }: { source: Source }) {
  return (
    <>
      <code className="text-label break-all">{`${appUrl()}/api/webhooks/${source.slug}`}</code>
      {reportsTrades(source.kind) && (
        <>
          {' '}
          <Link href={`/integrations/senders?source=${source.slug}`} className="text-accent underline">
            How to post: a signed message to copy
          </Link>
        </>
      )}
    </>
  );
}

function Facts({ source }: { source: Source }) {
  const { figures } = source;
  return (
    <Definition
      rows={[
        { term: 'Posted to', value: <PostedTo source={source} /> },
        { term: 'Messages', value: `${figures.messages}, of them ${figures.pulled} asked for; ${figures.unsettled} not settled yet` },
        { term: 'Lag', value: `${lagText(figures.lag_p50_ms)} at p50, ${lagText(figures.lag_p95_ms)} at p95, from signed to judged` },
        { term: 'Errors', value: errorText(source) },
        { term: 'Retries', value: retryText(figures.retried) },
        { term: 'Bad signatures', value: `${source.bad_signatures} turned away` },
        { term: 'Reused ids', value: `${source.reused_ids} with other bytes` },
        ...(reportsTrades(source.kind)
          ? [
              { term: 'Gaps', value: gapText(figures) },
              { term: 'Whole until', value: <When at={source.complete_through} /> },
              { term: 'Stale after', value: durationText(source.settings.quiet_after_seconds) },
              { term: 'Accounts', value: String(source.accounts) },
            ]
          : []),
      ]}
    />
  );
}
