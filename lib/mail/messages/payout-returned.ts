// Tells a trader that a payout they were sent came back to us.
import { message } from '@/lib/mail/message';
import { payoutContext, payoutExample, payoutFacts, sayPayoutFacts } from '@/lib/mail/payout-words';

export const payoutReturned = message({
  name: 'payout-returned',
  when: 'A payout that was sent came back.',
  sentOn: 'withdrawal.failed',
  fields: payoutFacts,
  required: ['amount'],
  context: payoutContext,
  subject: 'Your payout of {{amount}} came back',
  body: [
    'Hello {{first_name}},',
    'Your payout of {{amount}} from account {{login}} was sent and came back to us. The sum is kept for you; our staff look at it and will tell you what comes next.',
    'Destination: {{destination}}\nReference: {{reference}}',
    'If the destination is no longer yours, change it on the page below.',
    '{{account_link}}',
  ].join('\n\n'),
  say: sayPayoutFacts,
  example: payoutContext.parse(payoutExample),
});
