// Tells a trader that a person of the firm ended their account. A breach has a letter of its own, with the figures.
import { message } from '@/lib/mail/message';
import { accountContext, accountExample, accountFields, sayAccount } from '@/lib/mail/account-words';

export const accountEnded = message({
  name: 'account-ended',
  when: 'Staff fail or close an account by hand.',
  sentOn: 'account.closed',
  fields: accountFields,
  required: ['login'],
  context: accountContext,
  subject: 'Account {{login}} was ended',
  body: [
    'Hello {{first_name}},',
    'Account {{login}} ({{challenge}}) was ended by our staff and can no longer be traded. Its history stays on its page.',
    'If you think this is a mistake, answer this letter.',
    '{{account_link}}',
  ].join('\n\n'),
  say: sayAccount,
  example: { ...accountExample, account_status: 'closed' },
});
