// Tells a trader that their payout was approved and when it is sent.
import { message } from '@/lib/mail/message';
import { payoutContext, payoutExample, payoutFields, sayPayout } from '@/lib/mail/payout-words';

export const payoutApproved = message({
  name: 'payout-approved',
  when: 'A payout has every approval it needs.',
  sentOn: 'withdrawal.approved',
  fields: payoutFields,
  required: ['amount'],
  context: payoutContext,
  subject: 'Your payout of {{amount}} is approved',
  body: [
    'Hello {{first_name}},',
    'Your payout of {{amount}} from account {{login}} is approved. It is sent when its window has ended, after every check is done once more.',
    'Destination: {{destination}}\nSent at the earliest: {{window_end}}',
    '{{account_link}}',
  ].join('\n\n'),
  say: sayPayout,
  example: payoutContext.parse(payoutExample),
});
