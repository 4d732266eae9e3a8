// Signs a trader up and answers the tokens.
import { isEmbedded } from '@/lib/env';
import { REGISTER } from '@/lib/api/contracts/sign-in';
import { door, preflight } from '@/lib/api/door-receive';
import { registerForTokens } from '@/lib/api/sign-in-write';
import { visitorOf } from '@/lib/staff/visitor';

export const POST = door({
  ...REGISTER,
  verb: ({ body, headers, now }) => registerForTokens(body, visitorOf(headers, isEmbedded()), now),
});
export { preflight as OPTIONS };
