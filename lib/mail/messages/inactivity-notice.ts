// Reminds a trader that an account ends unless a position is closed on it in time. It helps and decides nothing, so a trader may unsubscribe.
import { z } from 'zod';
import { accountContext, accountExample, accountFields, sayAccount } from '@/lib/mail/account-words';
import { message, text } from '@/lib/mail/message';
import { instantWords } from '@/lib/mail/words';

const context = accountContext.extend({ inactivity: z.object({ deadline: z.string() }) });

export const inactivityNotice = message({
  name: 'inactivity-notice',
  when: 'An account is about to end because nothing is traded on it; once for each deadline.',
  sentOn: 'account.idle',
  fields: { ...accountFields, deadline: text('When the account ends') },
  required: ['login', 'deadline'],
  optional: true,
  context,
  subject: 'Account {{login}} ends on {{deadline}} unless you trade it',
  body: [
    'Hello {{first_name}},',
    'Nothing was closed on account {{login}} ({{challenge}}) for a while. By its rules it ends on {{deadline}} unless a position is closed before.',
    '{{account_link}}',
  ].join('\n\n'),
  say: (known) => ({ ...sayAccount(known), deadline: instantWords(known.inactivity.deadline) }),
  example: { ...accountExample, account_status: 'active', inactivity: { deadline: '2026-03-31T22:00:00.000Z' } },
});
