// Who the caller is.
import { door, preflight } from '@/lib/api/door-receive';
import { readMe } from '@/lib/api/sign-in-write';
import { STAFF_ROLES } from '@/lib/staff/roles';

export const GET = door({ who: { staff: STAFF_ROLES, trader: true }, verb: ({ client, token }) => readMe(client, token) });
export { preflight as OPTIONS };
