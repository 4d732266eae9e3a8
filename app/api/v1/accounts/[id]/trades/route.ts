// Closed trades of an account, newest first.
import { LIST_TRADES } from '@/lib/api/contracts/accounts';
import { door, preflight } from '@/lib/api/door-receive';
import { readPage } from '@/lib/api/paging';
import { ofAccount } from '@/lib/api/read';

export const GET = door({
  ...LIST_TRADES,
  verb: async ({ client, params, query }) => {
    const page = readPage(query);
    return page.ok ? ofAccount(client, 'trades', params.id ?? '', page.value) : page;
  },
});
export { preflight as OPTIONS };
