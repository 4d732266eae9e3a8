// Warns a trader that an account comes close to a floor: once a day for each account and rule. It helps and decides nothing, so a trader
// may unsubscribe from it.
import { z } from 'zod';
import { accountContext, accountExample, accountFields, sayAccount } from '@/lib/mail/account-words';
import { bar, message, text } from '@/lib/mail/message';
import { figure } from '@/lib/mail/words';
import { ruleName } from '@/lib/rules/rule-name';

const cents = z.union([z.number(), z.string()]).transform(String).nullable();
const context = accountContext.extend({
  currency: z.string(),
  warning: z.object({ rule: z.string(), used_bps: z.number(), headroom: cents, limit: cents }),
});

/** From the share on at which the office calls a rule critical by default. */
const CRITICAL_BPS = 9_000;

export const accountWarning = message({
  name: 'account-warning',
  when: 'An account has used most of what a rule allows; once a day for each rule.',
  sentOn: 'account.warned',
  fields: {
    ...accountFields,
    rule: text('The rule, in words'),
    left: text('What is left before it breaks'),
    limit: text('Where it breaks'),
    headroom: bar('The headroom bar'),
  },
  required: ['login', 'rule', 'left'],
  optional: true,
  context,
  subject: 'Account {{login}} is close to a limit: {{rule}}',
  body: [
    'Hello {{first_name}},',
    'Account {{login}} ({{challenge}}) has used most of what a rule allows.',
    '{{headroom}}',
    'Rule: {{rule}}\nLeft: {{left}}\nBreaks at: {{limit}}',
    'These figures were true when this letter was written; the page below shows what is true now.',
    '{{account_link}}',
  ].join('\n\n'),
  say: (known) => {
    const { rule, used_bps, headroom, limit } = known.warning;
    const left = figure(headroom, 'cents', known.currency);
    return {
      ...sayAccount(known),
      rule: ruleName(rule),
      left,
      limit: figure(limit, 'cents', known.currency),
      headroom: { used_bps, state: used_bps >= CRITICAL_BPS ? 'critical' : 'caution', words: `${ruleName(rule)}: ${left} left` },
    };
  },
  example: {
    ...accountExample,
    account_status: 'active',
    currency: 'USD',
    warning: { rule: 'max-daily-loss', used_bps: 9_120, headroom: '44000', limit: '9500000' },
  },
});
