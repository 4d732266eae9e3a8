// Funded accounts the caller may see, the newest first; staff may ask for one trader's.
import { door, preflight } from '@/lib/api/door-receive';
import { fundedPage } from '@/lib/api/funded-read';
import { readPage } from '@/lib/api/paging';
import { STAFF_ROLES } from '@/lib/staff/roles';

export const GET = door({
  who: { staff: STAFF_ROLES, trader: true },
  verb: async ({ client, actor, query }) => {
    const page = readPage(query);
    const userId = actor?.kind === 'trader' ? actor.id : query.get('userId');
    return page.ok ? fundedPage(client, userId, page.value) : page;
  },
});
export { preflight as OPTIONS };
