// What every letter about one account knows of it, and how it names it; the letters differ in what they say about it.
import { z } from 'zod';
import { link, text, type Field, type FieldValues } from '@/lib/mail/message';
import { firstName } from '@/lib/mail/words';

export const accountContext = z.object({
  account_id: z.string(),
  login: z.string(),
  account_status: z.string(),
  trader_name: z.string().nullable(),
  challenge_title: z.string().nullish(),
  phase_name: z.string().nullish(),
});
type AccountContext = z.infer<typeof accountContext>;

export const accountFields: Record<string, Field> = {
  first_name: text('First name of the trader'),
  login: text('Login of the account'),
  challenge: text('Challenge and phase'),
  account_link: link('See your account'),
};

export function sayAccount(known: AccountContext): FieldValues {
  return {
    first_name: firstName(known.trader_name),
    login: known.login,
    challenge: [known.challenge_title, known.phase_name].filter(Boolean).join(', ') || 'your account',
    account_link: `/portal/accounts/${encodeURIComponent(known.account_id)}`,
  };
}

/** Whose account the examples of all letters are about. */
export const EXAMPLE_ACCOUNT = {
  account_id: '00000000-0000-4000-8000-000000000000',
  login: '5012345',
  trader_name: 'Ada Example',
  challenge_title: 'Classic 2-step 100k',
  phase_name: 'Phase 1',
};
export const accountExample: AccountContext = { ...EXAMPLE_ACCOUNT, account_status: 'passed' };
