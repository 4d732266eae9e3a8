// A trader asks for their share.
import { WITHDRAW } from '@/lib/api/contracts/funded';
import { door, preflight } from '@/lib/api/door-receive';
import { withdraw } from '@/lib/api/withdraw-write';

export const POST = door({ ...WITHDRAW, verb: withdraw });
export { preflight as OPTIONS };
