// Takes a trade back and puts another in its place where one is given; nothing is ever deleted.
import { CORRECT_TRADE } from '@/lib/api/contracts/people';
import { door, preflight } from '@/lib/api/door-receive';
import { correctTrade } from '@/lib/trades/correction-receive';

export const POST = door({
  ...CORRECT_TRADE,
  verb: ({ client, params, body, now }) => correctTrade(client, params.id ?? '', body, now),
});
export { preflight as OPTIONS };
