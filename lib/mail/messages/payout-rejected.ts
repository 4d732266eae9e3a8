// Tells a trader that their payout was not approved, with the reason that staff wrote for them.
import { message } from '@/lib/mail/message';
import { payoutContext, payoutExample, payoutFields, sayPayout } from '@/lib/mail/payout-words';

export const payoutRejected = message({
  name: 'payout-rejected',
  when: 'Staff reject a payout.',
  sentOn: 'withdrawal.rejected',
  fields: payoutFields,
  required: ['amount', 'reason'],
  context: payoutContext,
  subject: 'Your payout of {{amount}} was not approved',
  body: [
    'Hello {{first_name}},',
    'Your payout of {{amount}} from account {{login}} was not approved. The reason:',
    '{{reason}}',
    'The sum is still yours, and you may ask for it again. If you think this is a mistake, answer this letter.',
    '{{account_link}}',
  ].join('\n\n'),
  say: sayPayout,
  example: payoutContext.parse(payoutExample),
});
