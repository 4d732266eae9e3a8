// One funded account with its present money, its rules and what may be withdrawn.
import { door, preflight } from '@/lib/api/door-receive';
import { fundedById } from '@/lib/api/funded-read';
import { STAFF_ROLES } from '@/lib/staff/roles';

export const GET = door({
  who: { staff: STAFF_ROLES, trader: true },
  verb: ({ client, actor, params, now }) => fundedById({ client, actor }, params.id ?? '', now),
});
export { preflight as OPTIONS };
