// The office: staff only. The gate here guards the frame; every page calls it again in its own data read, because a layout is not
// rendered anew for each page. There is no loading.tsx on purpose: streaming would begin before the gate has spoken, and "not yours"
// would leave with status 200. A page streams its slow parts behind its own Suspense.
import type { ReactNode } from 'react';
import { DeskProvider } from '@/components/lists/desk';
import { KeyHelp } from '@/components/palette/key-help';
import { Palette } from '@/components/palette/palette';
import { PaletteButton } from '@/components/palette/palette-button';
import { Alerts } from '@/components/shell/alerts';
import { Frame } from '@/components/shell/frame';
import { Person } from '@/components/shell/person';
import { StaleFeeds } from '@/components/shell/stale-feeds';
import { readNotices } from '@/lib/events/alerts-read';
import { createClient } from '@/lib/db/server';
import { EMPTY_DESK } from '@/lib/lists/desk';
import { readDesk } from '@/lib/lists/desk-read';
import { requireStaff } from '@/lib/staff/gate';
import { innerPagesFor } from '@/lib/staff/pages';
import { pagesFor, ROLE_DUTIES } from '@/lib/staff/roles';
import { forgetView, keepColumns, keepView } from './desk-actions';
import { leave } from '../(auth)/sign-out';

export default async function OfficeLayout({ children }: { children: ReactNode }) {
  const actor = await requireStaff();
  const pages = pagesFor(actor.role).map(({ path, name, question }) => ({ path, name, question }));
  const role = `${actor.role}: ${ROLE_DUTIES[actor.role]}`;
  // Without the desk a list stands as the house draws it; that is no reason to show none.
  const [notices, desk] = await Promise.all([
    readNotices(),
    createClient()
      .then((client) => readDesk(client, actor.id))
      .catch(() => EMPTY_DESK),
  ]);
  const person = (
    <div className="flex flex-col gap-3">
      <Alerts notices={notices} />
      <Person name={actor.name} role={role} signOut={leave} isStaff />
    </div>
  );
  return (
    <Frame
      items={pages}
      home="/"
      label="Office"
      person={person}
      notice={notices && <StaleFeeds feeds={notices.feeds} />}
      tools={<PaletteButton />}
    >
      <DeskProvider desk={desk} actions={{ keepView, forgetView, keepColumns }}>
        {children}
      </DeskProvider>
      <Palette pages={[...pages, ...innerPagesFor(actor.role)]} />
      <KeyHelp />
    </Frame>
  );
}
