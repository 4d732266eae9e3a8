// Asks a trader to try their identity check once more.
import { kycContext, kycExample, kycFields, sayKyc } from '@/lib/mail/kyc-words';
import { message } from '@/lib/mail/message';

export const kycRetry = message({
  name: 'kyc-retry',
  when: 'An identity check has to be done again.',
  sentOn: 'kyc.retry',
  fields: kycFields,
  required: ['portal_link'],
  context: kycContext,
  subject: 'Please try your identity check again',
  body: [
    'Hello {{first_name}},',
    'We could not confirm who you are from what you sent. Please do the identity check once more, with a document that is valid and can be read in full.',
    'No payout can leave before it is done.',
    '{{portal_link}}',
  ].join('\n\n'),
  say: sayKyc,
  example: kycExample,
});
