// A trader asks for their share.
import { door, preflight } from '@/lib/api/door-receive';
import { withdraw, withdrawal } from '@/lib/api/withdraw-write';

export const POST = door({ who: { trader: true }, body: withdrawal, status: 201, verb: withdraw });
export { preflight as OPTIONS };
