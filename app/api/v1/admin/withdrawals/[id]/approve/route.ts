// A name under exactly what was seen.
import { APPROVE_WITHDRAWAL } from '@/lib/api/contracts/funded';
import { door, preflight } from '@/lib/api/door-receive';
import { approveWithdrawal } from '@/lib/api/withdraw-write';

export const POST = door({ ...APPROVE_WITHDRAWAL, verb: approveWithdrawal });
export { preflight as OPTIONS };
