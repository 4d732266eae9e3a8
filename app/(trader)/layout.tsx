// The portal: one trader and their own accounts, phone first, one column.
import { headers } from 'next/headers';
import { after } from 'next/server';
import type { ReactNode } from 'react';
import { Disclaimer } from '@/components/shell/disclaimer';
import { Frame } from '@/components/shell/frame';
import { Person } from '@/components/shell/person';
import { isEmbedded } from '@/lib/env';
import { requireTrader } from '@/lib/staff/gate';
import { visitorOf } from '@/lib/staff/visitor';
import { notePortalVisit } from '@/lib/traders/visit-receive';
import { leave } from '../(auth)/sign-out';

export default async function PortalLayout({ children }: { children: ReactNode }) {
  const actor = await requireTrader();
  const visitor = visitorOf(await headers(), isEmbedded());
  after(() => notePortalVisit(actor.id, visitor, new Date()));
  return (
    <Frame
      items={[{ path: '/portal', name: 'My accounts' }]}
      home="/portal"
      label="Portal"
      person={<Person name={actor.name} role="Trader" signOut={leave} />}
    >
      <div className="mx-auto flex max-w-prose flex-col gap-4">
        {children}
        <footer className="border-t border-line pt-4">
          <Disclaimer />
        </footer>
      </div>
    </Frame>
  );
}
