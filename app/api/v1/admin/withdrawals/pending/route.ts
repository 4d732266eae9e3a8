// Withdrawals that wait for people, with what an approval signs.
import { PENDING_WITHDRAWALS } from '@/lib/api/contracts/funded';
import { door, preflight } from '@/lib/api/door-receive';
import { readPage } from '@/lib/api/paging';
import { pendingWithdrawals } from '@/lib/api/withdraw-write';

export const GET = door({
  ...PENDING_WITHDRAWALS,
  verb: async ({ client, query }) => {
    const page = readPage(query);
    return page.ok ? pendingWithdrawals(client, page.value) : page;
  },
});
export { preflight as OPTIONS };
