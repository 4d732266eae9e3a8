// Tells a trader that their payout waits while we look at something, and that they need do nothing.
import { message } from '@/lib/mail/message';
import { payoutContext, payoutExample, payoutFacts, sayPayoutFacts } from '@/lib/mail/payout-words';

export const payoutHeld = message({
  name: 'payout-held',
  when: 'A payout is held for the first time.',
  sentOn: 'withdrawal.held',
  fields: payoutFacts,
  required: ['amount'],
  context: payoutContext,
  subject: 'Your payout of {{amount}} is on hold',
  body: [
    'Hello {{first_name}},',
    'Your payout of {{amount}} from account {{login}} is on hold while we look at it. You need not do anything: the request stands, and you hear from us once it goes on or is decided.',
    'You may take it back on the page below at any time before it is sent.',
    '{{account_link}}',
  ].join('\n\n'),
  say: sayPayoutFacts,
  example: payoutContext.parse(payoutExample),
});
