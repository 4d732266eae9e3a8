// One account, and the end of watching it.
import { door, preflight } from '@/lib/api/door-receive';
import { accountById } from '@/lib/api/read';
import { removal } from '@/lib/api/requests';
import { removeAccount } from '@/lib/api/write';
import { STAFF_ROLES } from '@/lib/staff/roles';

export const GET = door({
  who: { staff: STAFF_ROLES, trader: true },
  verb: ({ client, params }) => accountById(client, params.id ?? ''),
});

export const DELETE = door({
  who: { staff: ['risk', 'admin'] },
  body: removal,
  status: 204,
  verb: ({ client, params, body }) => removeAccount(client, params.id ?? '', body.reason),
});
export { preflight as OPTIONS };
