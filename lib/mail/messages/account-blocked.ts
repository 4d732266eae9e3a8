// Tells a trader that their account is stopped for now: nothing is lost by it, and nothing can be won until it is lifted.
import { message } from '@/lib/mail/message';
import { accountContext, accountExample, accountFields, sayAccount } from '@/lib/mail/account-words';

export const accountBlocked = message({
  name: 'account-blocked',
  when: 'An account is blocked.',
  sentOn: 'account.blocked',
  fields: accountFields,
  required: ['login'],
  context: accountContext,
  subject: 'Account {{login}} is blocked for now',
  body: [
    'Hello {{first_name}},',
    'Account {{login}} ({{challenge}}) is blocked while we look into it. Trading is off; it can neither pass a phase nor be paid out until then.',
    'Answer this letter if you want to tell us something about it.',
    '{{account_link}}',
  ].join('\n\n'),
  say: sayAccount,
  example: { ...accountExample, account_status: 'blocked' },
});
