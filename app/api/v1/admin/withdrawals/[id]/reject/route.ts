// A withdrawal is refused, with the reason that the trader reads.
import { door, preflight } from '@/lib/api/door-receive';
import { rejection, rejectWithdrawal } from '@/lib/api/withdraw-write';

export const POST = door({ who: { staff: ['finance', 'admin'] }, body: rejection, verb: rejectWithdrawal });
export { preflight as OPTIONS };
