// What was asked for from one account, the newest first.
import { door, preflight } from '@/lib/api/door-receive';
import { SEES_PAYOUTS, withdrawalsOf } from '@/lib/api/funded-read';
import { readPage } from '@/lib/api/paging';

export const GET = door({
  who: { staff: SEES_PAYOUTS, trader: true },
  verb: async ({ client, actor, params, query, now }) => {
    const page = readPage(query);
    return page.ok ? withdrawalsOf({ client, actor }, params.id ?? '', page.value, now) : page;
  },
});
export { preflight as OPTIONS };
