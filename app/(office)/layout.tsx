// The office: staff only. The gate here guards the frame; every page calls it again in its own data read, because a layout is not
// rendered anew for each page. There is no loading.tsx on purpose: streaming would begin before the gate has spoken, and "not yours"
// would leave with status 200. A page streams its slow parts behind its own Suspense.
import type { ReactNode } from 'react';
import { Alerts } from '@/components/shell/alerts';
import { Frame } from '@/components/shell/frame';
import { Person } from '@/components/shell/person';
import { StaleFeeds } from '@/components/shell/stale-feeds';
import { readNotices } from '@/lib/events/alerts-read';
import { requireStaff } from '@/lib/staff/gate';
import { pagesFor, ROLE_DUTIES } from '@/lib/staff/roles';
import { leave } from '../(auth)/sign-out';

export default async function OfficeLayout({ children }: { children: ReactNode }) {
  const actor = await requireStaff();
  const items = pagesFor(actor.role).map(({ path, name }) => ({ path, name }));
  const role = `${actor.role}: ${ROLE_DUTIES[actor.role]}`;
  const notices = await readNotices();
  const person = (
    <div className="flex flex-col gap-3">
      <Alerts notices={notices} />
      <Person name={actor.name} role={role} signOut={leave} />
    </div>
  );
  return (
    <Frame items={items} home="/" label="Office" person={person} notice={notices && <StaleFeeds feeds={notices.feeds} />}>
      {children}
    </Frame>
  );
}
