// Tells a trader that where they are paid was added or changed. Who did not do it learns of it before anything is paid there.
import { z } from 'zod';
import { link, message, text } from '@/lib/mail/message';
import { firstName, instantWords } from '@/lib/mail/words';
import { methodName } from '@/lib/payouts/pay-methods';

const context = z.object({
  trader_name: z.string().nullable(),
  destination: z.string(),
  provider: z.string(),
  holder: z.string(),
  is_new: z.boolean(),
  edited_at: z.string(),
  /** Where it was changed: the link that confirms it. */
  confirm_path: z.string().nullish(),
});

export const payoutDestination = message({
  name: 'payout-destination',
  when: 'A trader adds or changes where they are paid.',
  sentOn: 'beneficiary.told',
  fields: {
    first_name: text('First name of the trader'),
    deed: text('Whether it was added or changed'),
    destination: text('The destination by its mask'),
    holder: text('The name on it'),
    when: text('When it was done'),
    portal_link: link('See where you are paid, and confirm it'),
  },
  required: ['deed', 'destination'],
  context,
  subject: 'Where you are paid was {{deed}}',
  body: [
    'Hello {{first_name}},',
    'A destination of your payouts was {{deed}} on {{when}}.',
    'Destination: {{destination}}\nName on it: {{holder}}',
    'Nothing is paid to it before its waiting time has passed. A change is confirmed by the link below, and nothing at all is paid before. If this was not you, answer this letter at once and change your password.',
    '{{portal_link}}',
  ].join('\n\n'),
  say: (known) => ({
    first_name: firstName(known.trader_name),
    deed: known.is_new ? 'added' : 'changed',
    destination: `${methodName(known.provider)} ${known.destination}`,
    holder: known.holder,
    when: instantWords(known.edited_at),
    portal_link: known.confirm_path ?? '/portal',
  }),
  example: {
    trader_name: 'Ada Example',
    destination: '•••• 4321',
    provider: 'simulated',
    holder: 'Ada Example',
    is_new: false,
    edited_at: '2026-03-02T14:32:05.000Z',
  },
});
