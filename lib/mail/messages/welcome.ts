// Tells a trader that an account is open: which login it is, under which rules, and where to watch it.
// Carries no password: the platform hands that out itself.
import { z } from 'zod';
import { EXAMPLE_ACCOUNT } from '@/lib/mail/account-words';
import { link, message, text } from '@/lib/mail/message';
import { figure, firstName } from '@/lib/mail/words';

const context = z.object({
  account_id: z.string(),
  login: z.string(),
  platform: z.string(),
  server: z.string(),
  trader_name: z.string().nullable(),
  challenge_title: z.string().nullish(),
  phase_name: z.string().nullish(),
  currency: z.string(),
  initial_balance_cents: z.union([z.number(), z.string()]).transform(String),
});

export const welcome = message({
  name: 'welcome',
  when: 'An account is open for trading.',
  sentOn: 'account.activated',
  fields: {
    first_name: text('First name of the trader'),
    login: text('Login of the account'),
    platform: text('The trading platform'),
    server: text("The broker's server"),
    challenge: text('Challenge and phase'),
    initial_balance: text('Initial balance'),
    account_link: link('See your account and its rules'),
  },
  required: ['login'],
  context,
  subject: 'Your account {{login}} is open',
  body: [
    'Hello {{first_name}},',
    'Your account is open. Its rules, and how much room each of them leaves you, are shown on its page at any time.',
    'Challenge: {{challenge}}\nLogin: {{login}}\nPlatform: {{platform}}\nServer: {{server}}\nInitial balance: {{initial_balance}}',
    '{{account_link}}',
  ].join('\n\n'),
  say: (known) => ({
    first_name: firstName(known.trader_name),
    login: known.login,
    platform: known.platform,
    server: known.server,
    challenge: [known.challenge_title, known.phase_name].filter(Boolean).join(', ') || known.platform,
    initial_balance: figure(known.initial_balance_cents, 'cents', known.currency),
    account_link: `/portal/accounts/${encodeURIComponent(known.account_id)}`,
  }),
  example: {
    ...EXAMPLE_ACCOUNT,
    platform: 'mt5',
    server: 'Demo-Live',
    currency: 'USD',
    initial_balance_cents: '10000000',
  },
});
