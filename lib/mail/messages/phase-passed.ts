// Tells a trader that they passed a phase. What comes next has its own letter once it is open, so nothing is promised here.
import { message } from '@/lib/mail/message';
import { accountContext, accountExample, accountFields, sayAccount } from '@/lib/mail/account-words';

export const phasePassed = message({
  name: 'phase-passed',
  when: 'A phase is passed.',
  sentOn: 'account.passed',
  fields: accountFields,
  required: ['login'],
  context: accountContext,
  subject: 'You passed {{challenge}}',
  body: [
    'Hello {{first_name}},',
    'You passed {{challenge}} with account {{login}}. The account is closed for trading; its history stays on its page.',
    'What comes next is being prepared. You will hear from us when your next account is open.',
    '{{account_link}}',
  ].join('\n\n'),
  say: sayAccount,
  example: accountExample,
});
