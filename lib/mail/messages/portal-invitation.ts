// Invites a trader to the portal: whoever opens the link has shown that the address is theirs, and chooses a password.
import { z } from 'zod';
import { link, message, text } from '@/lib/mail/message';
import { firstName } from '@/lib/mail/words';

export const portalInvitation = message({
  name: 'portal-invitation',
  when: 'Somebody who bought without a sign-in is invited to the portal.',
  sentOn: 'trader.invited',
  fields: { first_name: text('First name of the trader'), portal_link: link('Open your portal') },
  required: ['portal_link'],
  context: z.object({ trader_name: z.string().nullish(), invite_path: z.string() }),
  subject: 'Your portal is ready',
  body: [
    'Hello {{first_name}},',
    'In your portal you see your accounts, their rules and how much room each of them leaves you. Choose a password to open it:',
    '{{portal_link}}',
    'The link works once and for 14 days. If you did not expect it, you need not do anything.',
  ].join('\n\n'),
  say: (known) => ({ first_name: firstName(known.trader_name ?? null), portal_link: known.invite_path }),
  example: { trader_name: 'Ada Example', invite_path: '/accept-invite?token=example' },
});
