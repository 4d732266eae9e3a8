// Withdrawals that wait for people, with what an approval signs.
import { door, preflight } from '@/lib/api/door-receive';
import { SEES_PAYOUTS } from '@/lib/api/funded-read';
import { readPage } from '@/lib/api/paging';
import { pendingWithdrawals } from '@/lib/api/withdraw-write';

export const GET = door({
  who: { staff: SEES_PAYOUTS },
  verb: async ({ client, query }) => {
    const page = readPage(query);
    return page.ok ? pendingWithdrawals(client, page.value) : page;
  },
});
export { preflight as OPTIONS };
