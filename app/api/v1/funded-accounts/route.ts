// Funded accounts the caller may see, the newest first; staff may ask for one trader's.
import { LIST_FUNDED } from '@/lib/api/contracts/funded';
import { door, preflight } from '@/lib/api/door-receive';
import { fundedPage } from '@/lib/api/funded-read';
import { readPage } from '@/lib/api/paging';

export const GET = door({
  ...LIST_FUNDED,
  verb: async ({ client, actor, query }) => {
    const page = readPage(query);
    const userId = actor?.kind === 'trader' ? actor.id : query.get('userId');
    return page.ok ? fundedPage(client, userId, page.value) : page;
  },
});
export { preflight as OPTIONS };
