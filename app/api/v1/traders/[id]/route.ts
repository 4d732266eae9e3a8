// One trader the caller may see; support, risk and admin change contact details, risk and admin access.
import { CHANGE_TRADER, READ_TRADER } from '@/lib/api/contracts/people';
import { door, preflight } from '@/lib/api/door-receive';
import { traderById } from '@/lib/api/people-read';
import { changeTrader } from '@/lib/api/people-write';

export const GET = door({
  ...READ_TRADER,
  verb: ({ client, params }) => traderById(client, params.id ?? ''),
});

export const PATCH = door({
  ...CHANGE_TRADER,
  verb: ({ client, params, body }) => changeTrader(client, params.id ?? '', body),
});
export { preflight as OPTIONS };
