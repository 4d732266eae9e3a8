// Signs anybody in and answers the tokens.
import { isEmbedded } from '@/lib/env';
import { door, preflight } from '@/lib/api/door-receive';
import { login } from '@/lib/api/requests';
import { signInForTokens } from '@/lib/api/sign-in-write';
import { visitorOf } from '@/lib/staff/visitor';

export const POST = door({
  who: 'anyone',
  body: login,
  verb: ({ body, headers, now }) => signInForTokens(body, visitorOf(headers, isEmbedded()), now),
});
export { preflight as OPTIONS };
