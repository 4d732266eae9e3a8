// Tells a trader that their access was stopped, why, and what it means for their accounts. No deed of the firm against a person is silent.
import { z } from 'zod';
import { message, text } from '@/lib/mail/message';
import { firstName } from '@/lib/mail/words';

const context = z.object({
  trader_name: z.string().nullish(),
  access: z.enum(['disabled', 'banned']),
  reason: z.string(),
  accounts: z.number().nullish(),
});

const MEANING = {
  disabled: 'You cannot sign in to the portal. Your accounts are not closed by this.',
  banned: 'You cannot sign in to the portal, and your accounts are blocked: no trade on them counts any more.',
};

export const accessStopped = message({
  name: 'access-stopped',
  when: 'A trader’s access is disabled or banned.',
  sentOn: 'trader.disabled',
  fields: {
    first_name: text('First name of the trader'),
    meaning: text('What it means for sign-in and accounts'),
    reason: text('The reason, as staff wrote it'),
  },
  required: ['meaning', 'reason'],
  context,
  subject: 'Your access was stopped',
  body: ['Hello {{first_name}},', '{{meaning}}', 'Reason: {{reason}}', 'If you think this is a mistake, answer this letter.'].join('\n\n'),
  say: (known) => ({ first_name: firstName(known.trader_name ?? null), meaning: MEANING[known.access], reason: known.reason }),
  example: { trader_name: 'Ada Example', access: 'disabled', reason: 'Two people used one sign-in.', accounts: 0 },
});
