// Tells a trader that the provider says their payout arrived, with its reference.
import { message } from '@/lib/mail/message';
import { payoutContext, payoutExample, payoutFields, sayPayout } from '@/lib/mail/payout-words';

export const payoutPaid = message({
  name: 'payout-paid',
  when: 'The provider says that a payout arrived.',
  sentOn: 'withdrawal.completed',
  fields: payoutFields,
  required: ['amount'],
  context: payoutContext,
  subject: 'Your payout of {{amount}} is paid',
  body: [
    'Hello {{first_name}},',
    'The provider says that your payout of {{amount}} from account {{login}} has arrived.',
    'Destination: {{destination}}\nReference: {{reference}}',
    'If it has not, answer this letter and name the reference.',
    '{{account_link}}',
  ].join('\n\n'),
  say: sayPayout,
  example: payoutContext.parse(payoutExample),
});
