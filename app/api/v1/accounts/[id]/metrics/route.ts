// An account's trading days, newest first.
import { door, preflight } from '@/lib/api/door-receive';
import { readPage } from '@/lib/api/paging';
import { ofAccount } from '@/lib/api/read';
import { STAFF_ROLES } from '@/lib/staff/roles';

export const GET = door({
  who: { staff: STAFF_ROLES, trader: true },
  verb: async ({ client, params, query }) => {
    const page = readPage(query);
    return page.ok ? ofAccount(client, 'metrics', params.id ?? '', page.value) : page;
  },
});
export { preflight as OPTIONS };
