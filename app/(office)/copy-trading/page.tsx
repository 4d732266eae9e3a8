// Copy trading: which accounts trade as one? Clusters by score; what is cleared, or one trader's own, is found under Pairs.
import type { Metadata } from 'next';
import { ClusterPanel } from '@/components/abuse/cluster-panel';
import { CopyTabs } from '@/components/abuse/copy-tabs';
import { countText } from '@/components/abuse/copy-words';
import { ScanLine } from '@/components/abuse/scan-line';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { readClusters, readScans, type ScanRow } from '@/lib/abuse/copy-read';
import { readClusterExposure } from '@/lib/abuse/exposure-read';
import { createClient } from '@/lib/db/server';
import { requireStaff } from '@/lib/staff/gate';
import { pageHead } from '@/lib/staff/pages';
import { readersOf } from '@/lib/staff/roles';
import { decidePairs } from './actions';

const HEAD = pageHead('/copy-trading');
export const metadata: Metadata = { title: HEAD.title };
const SHOWN = 30;
/** New trades are looked at every five minutes; three times that is late. */
const STALE_SECONDS = 900;

export default async function CopyTradingPage() {
  const actor = await requireStaff(readersOf('/copy-trading'));
  const client = await createClient();
  const [found, scans] = await Promise.all([readClusters(client).catch(() => null), readScans(client).catch(() => null)]);
  const shown = found?.clusters.slice(0, SHOWN) ?? [];
  const exposure = shown.length === 0 ? null : await readClusterExposure(client, shown).catch(() => null);
  const refusedBecause = actor.role === 'risk' || actor.role === 'admin' ? null : 'Only risk and administrators decide pairs.';
  return (
    <>
      <PageHeader {...HEAD} stamp={scans && <FreshnessStamp at={scans.last?.ended_at ?? null} staleAfterSeconds={STALE_SECONDS} />} />
      <CopyTabs current="clusters" />
      {scans && <ScanLine last={scans.last} full={scans.full} />}
      {found === null ? (
        <ErrorState code="clusters-not-read" title="The clusters could not be read" />
      ) : found.clusters.length === 0 ? (
        <Empty title="No accounts trade as one" body={emptyWords(scans?.full ?? null)} />
      ) : (
        <div className="flex flex-col gap-4">
          {shown.map((cluster, index) => (
            <ClusterPanel
              key={cluster.pairs[0]?.id}
              cluster={cluster}
              number={index + 1}
              exposure={exposure?.[index]}
              refusedBecause={refusedBecause}
              action={decidePairs}
            />
          ))}
          {(found.clusters.length > SHOWN || found.total > found.read) && (
            <p className="text-ink-2">
              The strongest {Math.min(SHOWN, found.clusters.length)} clusters; all {found.total} pairs are under Pairs.
            </p>
          )}
        </div>
      )}
    </>
  );
}

const emptyWords = (full: ScanRow | null): string =>
  full === null
    ? 'Openings are compared every five minutes; what goes together far more often than by chance is shown here.'
    : `The last whole search compared ${countText(full.accounts_compared, 'account', 'accounts')}, none alike that is not cleared.`;
