// Who the caller is.
import { ME } from '@/lib/api/contracts/sign-in';
import { door, preflight } from '@/lib/api/door-receive';
import { readMe } from '@/lib/api/sign-in-write';

export const GET = door({ ...ME, verb: ({ client, token }) => readMe(client, token) });
export { preflight as OPTIONS };
