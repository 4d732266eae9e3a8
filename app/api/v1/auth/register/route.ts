// Signs a trader up and answers the tokens.
import { isEmbedded } from '@/lib/env';
import { door, preflight } from '@/lib/api/door-receive';
import { registration } from '@/lib/api/requests';
import { registerForTokens } from '@/lib/api/sign-in-write';
import { visitorOf } from '@/lib/staff/visitor';

export const POST = door({
  who: 'anyone',
  body: registration,
  status: 201,
  verb: ({ body, headers, now }) => registerForTokens(body, visitorOf(headers, isEmbedded()), now),
});
export { preflight as OPTIONS };
