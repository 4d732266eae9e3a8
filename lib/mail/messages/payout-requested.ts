// Tells a trader that their payout was asked for: the sum, where it goes, and when it may be sent. Who did not ask learns of it here.
import { message } from '@/lib/mail/message';
import { payoutContext, payoutExample, payoutFields, sayPayout } from '@/lib/mail/payout-words';

export const payoutRequested = message({
  name: 'payout-requested',
  when: 'A trader asks for a payout.',
  sentOn: 'withdrawal.requested',
  fields: payoutFields,
  required: ['amount', 'destination'],
  context: payoutContext,
  subject: 'Your payout of {{amount}} is asked for',
  body: [
    'Hello {{first_name}},',
    'We have your request for account {{login}}. You receive {{amount}}; {{gross}} leaves the account and the firm keeps {{firm}}.',
    'Destination: {{destination}}\nSent at the earliest: {{window_end}}',
    'If you did not ask for this, take it back on the page below and answer this letter at once.',
    '{{account_link}}',
  ].join('\n\n'),
  say: sayPayout,
  example: payoutContext.parse(payoutExample),
});
