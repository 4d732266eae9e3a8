// Networks: what kind of network is an address in, and who says so?
import type { Metadata } from 'next';
import { IpTabs } from '@/components/ip/ip-tabs';
import { NetworksForm } from '@/components/ip/networks-form';
import { NetworksTable, type NetworkRow } from '@/components/ip/networks-table';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { Panel } from '@/components/ui/panel';
import { FreshnessStamp } from '@/components/ui/stamp';
import { networksList } from '@/lib/abuse/shared-ip-lists';
import { createClient } from '@/lib/db/server';
import { readQuery } from '@/lib/lists/query';
import { readListView } from '@/lib/lists/read';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';
import { takeNetworks } from '../actions';
import { mayAct, REFUSED, seesPlain } from '../who-acts';

export const metadata: Metadata = { title: 'Networks' };

export default async function NetworksPage({ searchParams }: PageProps<'/ip-analysis/networks'>) {
  const actor = await requireStaff(readersOf('/ip-analysis'));
  const query = readQuery(networksList, await searchParams);
  const view = await readListView<NetworkRow>(await createClient(), actor.id, networksList, query);
  return (
    <>
      <PageHeader
        title="IP analysis"
        question="What kind of network is an address in, and who says so?"
        stamp={view.page && <FreshnessStamp at={view.page.readAt} />}
      />
      <IpTabs current="networks" seesAllowances={seesPlain(actor.role)} />
      <div className="flex flex-col gap-4">
        {view.page ? (
          <NetworksTable definition={networksList} query={query} page={view.page} facets={view.facets} />
        ) : (
          <ErrorState code="list-not-read" title="The networks could not be read" />
        )}
        <Panel title="Take in a list" id="import">
          <NetworksForm refusedBecause={mayAct(actor.role) ? null : REFUSED} action={takeNetworks} />
        </Panel>
      </div>
    </>
  );
}
