// Tells a trader that they may sign in again. Blocked accounts stay blocked until each was looked at, and the letter says so.
import { z } from 'zod';
import { link, message, text } from '@/lib/mail/message';
import { firstName } from '@/lib/mail/words';

export const accessRestored = message({
  name: 'access-restored',
  when: 'A trader’s access is restored.',
  sentOn: 'trader.enabled',
  fields: { first_name: text('First name of the trader'), portal_link: link('Sign in') },
  required: ['portal_link'],
  context: z.object({ trader_name: z.string().nullable() }),
  subject: 'Your access is restored',
  body: [
    'Hello {{first_name}},',
    'You can sign in to your portal again. Accounts that were blocked are looked at one by one; you hear about each of them.',
    '{{portal_link}}',
  ].join('\n\n'),
  say: (known) => ({ first_name: firstName(known.trader_name), portal_link: '/portal' }),
  example: { trader_name: 'Ada Example' },
});
