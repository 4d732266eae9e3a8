// Tells a trader that their identity check was turned down, and whom to ask.
import { kycContext, kycExample, kycFields, sayKyc } from '@/lib/mail/kyc-words';
import { message } from '@/lib/mail/message';

export const kycRejected = message({
  name: 'kyc-rejected',
  when: 'An identity check is rejected.',
  sentOn: 'kyc.rejected',
  fields: kycFields,
  required: ['portal_link'],
  context: kycContext,
  subject: 'Your identity could not be confirmed',
  body: [
    'Hello {{first_name}},',
    'We could not confirm who you are, so no payout can leave to you. Your accounts are not closed by this.',
    'If you think this is a mistake, answer this letter and a person will look at it.',
    '{{portal_link}}',
  ].join('\n\n'),
  say: sayKyc,
  example: kycExample,
});
