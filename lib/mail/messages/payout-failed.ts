// Tells a trader that their payout did not leave, and that the sum is theirs to ask for again.
import { message } from '@/lib/mail/message';
import { payoutContext, payoutExample, payoutFacts, sayPayoutFacts } from '@/lib/mail/payout-words';

export const payoutFailed = message({
  name: 'payout-failed',
  when: 'A payout did not leave: the provider refused it.',
  sentOn: 'withdrawal.failed',
  fields: payoutFacts,
  required: ['amount'],
  context: payoutContext,
  subject: 'Your payout of {{amount}} did not go through',
  body: [
    'Hello {{first_name}},',
    'Your payout of {{amount}} from account {{login}} could not be sent. Nothing left: the sum is free again, and you may ask for it once more.',
    'Destination: {{destination}}\nReference: {{reference}}',
    'Please check the destination before you ask again.',
    '{{account_link}}',
  ].join('\n\n'),
  say: sayPayoutFacts,
  example: payoutContext.parse(payoutExample),
});
