// Tells a trader that a block or an ending was lifted and their account may be traded again.
import { message } from '@/lib/mail/message';
import { accountContext, accountExample, accountFields, sayAccount } from '@/lib/mail/account-words';

export const accountReopened = message({
  name: 'account-reopened',
  when: 'A block or an ending is lifted.',
  sentOn: 'account.unblocked',
  fields: accountFields,
  required: ['login'],
  context: accountContext,
  subject: 'Account {{login}} is open again',
  body: [
    'Hello {{first_name}},',
    'Account {{login}} ({{challenge}}) is open again and may be traded. Its rules are the ones it had before; they are shown on its page.',
    '{{account_link}}',
  ].join('\n\n'),
  say: sayAccount,
  example: { ...accountExample, account_status: 'active' },
});
