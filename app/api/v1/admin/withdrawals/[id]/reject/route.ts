// A withdrawal is refused, with the reason that the trader reads.
import { REJECT_WITHDRAWAL } from '@/lib/api/contracts/funded';
import { door, preflight } from '@/lib/api/door-receive';
import { rejectWithdrawal } from '@/lib/api/withdraw-write';

export const POST = door({ ...REJECT_WITHDRAWAL, verb: rejectWithdrawal });
export { preflight as OPTIONS };
