// Tells a trader that their identity check is done.
import { kycContext, kycExample, kycFields, sayKyc } from '@/lib/mail/kyc-words';
import { message } from '@/lib/mail/message';

export const kycApproved = message({
  name: 'kyc-approved',
  when: 'An identity check is approved.',
  sentOn: 'kyc.approved',
  fields: kycFields,
  required: ['portal_link'],
  context: kycContext,
  subject: 'Your identity is confirmed',
  body: [
    'Hello {{first_name}},',
    'Your identity check is done, and nothing is missing. Your payouts no longer wait for it.',
    '{{portal_link}}',
  ].join('\n\n'),
  say: sayKyc,
  example: kycExample,
});
