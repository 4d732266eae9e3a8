// Closed trades of an account, newest first.
import { door, preflight } from '@/lib/api/door-receive';
import { readPage } from '@/lib/api/paging';
import { ofAccount } from '@/lib/api/read';
import { readersOf } from '@/lib/staff/roles';

export const GET = door({
  who: { staff: readersOf('/trades'), trader: true },
  verb: async ({ client, params, query }) => {
    const page = readPage(query);
    return page.ok ? ofAccount(client, 'trades', params.id ?? '', page.value) : page;
  },
});
export { preflight as OPTIONS };
