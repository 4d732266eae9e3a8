// One account, and the end of watching it.
import { READ_ACCOUNT, REMOVE_ACCOUNT } from '@/lib/api/contracts/accounts';
import { door, preflight } from '@/lib/api/door-receive';
import { accountById } from '@/lib/api/read';
import { removeAccount } from '@/lib/api/write';

export const GET = door({
  ...READ_ACCOUNT,
  verb: ({ client, params }) => accountById(client, params.id ?? ''),
});

export const DELETE = door({
  ...REMOVE_ACCOUNT,
  verb: ({ client, params, body }) => removeAccount(client, params.id ?? '', body.reason),
});
export { preflight as OPTIONS };
