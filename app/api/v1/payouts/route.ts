// Payouts the caller may see, the newest first, of one account, trader or state where asked.
import { LIST_PAYOUTS } from '@/lib/api/contracts/people';
import { door, preflight } from '@/lib/api/door-receive';
import { readPage } from '@/lib/api/paging';
import { payoutsPage } from '@/lib/api/people-read';

export const GET = door({
  ...LIST_PAYOUTS,
  verb: async ({ client, query }) => {
    const page = readPage(query);
    return page.ok ? payoutsPage(client, query, page.value) : page;
  },
});
export { preflight as OPTIONS };
