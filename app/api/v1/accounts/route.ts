// Accounts the caller may see; staff of the catalogue start watching another one.
import { door, preflight } from '@/lib/api/door-receive';
import { readPage } from '@/lib/api/paging';
import { accountsPage } from '@/lib/api/read';
import { connection } from '@/lib/api/requests';
import { connectAccount } from '@/lib/api/write';
import { STAFF_ROLES } from '@/lib/staff/roles';

export const GET = door({
  who: { staff: STAFF_ROLES, trader: true },
  verb: async ({ client, query }) => {
    const page = readPage(query);
    return page.ok ? { ok: true, value: await accountsPage(client, page.value) } : page;
  },
});

export const POST = door({
  who: { staff: ['config', 'admin'] },
  body: connection,
  status: 201,
  verb: ({ client, body }) => connectAccount(client, body),
});
export { preflight as OPTIONS };
