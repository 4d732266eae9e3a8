// Traders the caller may see, the newest first; support, risk and admin make one or change one.
import { CHANGE_TRADER_BY_BODY, LIST_TRADERS, MAKE_TRADER } from '@/lib/api/contracts/people';
import { door, preflight } from '@/lib/api/door-receive';
import { readPage } from '@/lib/api/paging';
import { tradersPage } from '@/lib/api/people-read';
import { changeTrader, makeTrader } from '@/lib/api/people-write';

export const GET = door({
  ...LIST_TRADERS,
  verb: async ({ client, query }) => {
    const page = readPage(query);
    return page.ok ? { ok: true, value: await tradersPage(client, page.value) } : page;
  },
});

export const POST = door({
  ...MAKE_TRADER,
  verb: ({ client, body }) => makeTrader(client, body),
});

export const PATCH = door({
  ...CHANGE_TRADER_BY_BODY,
  verb: ({ client, body: { id, ...change } }) => changeTrader(client, id, change),
});
export { preflight as OPTIONS };
