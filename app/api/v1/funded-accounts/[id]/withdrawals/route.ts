// What was asked for from one account, the newest first.
import { LIST_WITHDRAWALS } from '@/lib/api/contracts/funded';
import { door, preflight } from '@/lib/api/door-receive';
import { withdrawalsOf } from '@/lib/api/funded-read';
import { readPage } from '@/lib/api/paging';

export const GET = door({
  ...LIST_WITHDRAWALS,
  verb: async ({ client, actor, params, query, now }) => {
    const page = readPage(query);
    return page.ok ? withdrawalsOf({ client, actor }, params.id ?? '', page.value, now) : page;
  },
});
export { preflight as OPTIONS };
