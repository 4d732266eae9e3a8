// Signs anybody in and answers the tokens.
import { isEmbedded } from '@/lib/env';
import { LOGIN } from '@/lib/api/contracts/sign-in';
import { door, preflight } from '@/lib/api/door-receive';
import { signInForTokens } from '@/lib/api/sign-in-write';
import { visitorOf } from '@/lib/staff/visitor';

export const POST = door({
  ...LOGIN,
  verb: ({ body, headers, now }) => signInForTokens(body, visitorOf(headers, isEmbedded()), now),
});
export { preflight as OPTIONS };
