// Accounts the caller may see; staff of the catalogue start watching another one.
import { CONNECT_ACCOUNT, LIST_ACCOUNTS } from '@/lib/api/contracts/accounts';
import { door, preflight } from '@/lib/api/door-receive';
import { readPage } from '@/lib/api/paging';
import { accountsPage } from '@/lib/api/read';
import { connectAccount } from '@/lib/api/write';

export const GET = door({
  ...LIST_ACCOUNTS,
  verb: async ({ client, query }) => {
    const page = readPage(query);
    return page.ok ? { ok: true, value: await accountsPage(client, page.value) } : page;
  },
});

export const POST = door({
  ...CONNECT_ACCOUNT,
  verb: ({ client, body }) => connectAccount(client, body),
});
export { preflight as OPTIONS };
