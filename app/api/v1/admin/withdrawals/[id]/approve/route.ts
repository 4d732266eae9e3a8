// A name under exactly what was seen.
import { door, preflight } from '@/lib/api/door-receive';
import { approval, approveWithdrawal } from '@/lib/api/withdraw-write';

export const POST = door({ who: { staff: ['finance', 'admin'] }, body: approval, verb: approveWithdrawal });
export { preflight as OPTIONS };
