// One funded account with its present money, its rules and what may be withdrawn.
import { READ_FUNDED } from '@/lib/api/contracts/funded';
import { door, preflight } from '@/lib/api/door-receive';
import { fundedById } from '@/lib/api/funded-read';

export const GET = door({
  ...READ_FUNDED,
  verb: ({ client, actor, params, now }) => fundedById({ client, actor }, params.id ?? '', now),
});
export { preflight as OPTIONS };
