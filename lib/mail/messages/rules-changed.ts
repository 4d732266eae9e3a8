// Tells a trader that their account was moved to another version of its rules: since when, why, and every number that is another one now.
// What was judged before the move stays as it was judged.
import { z } from 'zod';
import { documentDifference } from '@/lib/challenges/difference';
import { fieldWords } from '@/lib/challenges/field-words';
import { EXAMPLE_ACCOUNT } from '@/lib/mail/account-words';
import { lines, link, message, text } from '@/lib/mail/message';
import { firstName, instantWords } from '@/lib/mail/words';
import { ruleName } from '@/lib/rules/rule-name';

const context = z.object({
  account_id: z.string(),
  login: z.string(),
  trader_name: z.string().nullable(),
  challenge_title: z.string().nullish(),
  phase_name: z.string().nullish(),
  move: z.object({
    reason: z.string(),
    since: z.string(),
    from_version: z.number(),
    to_version: z.number(),
    from_rules: z.record(z.string(), z.unknown()),
    to_rules: z.record(z.string(), z.unknown()),
  }),
});

const RULE_FIELD = /^rules\.([a-z-]+)\[(\d+)\]\.?/;

/** "Daily loss, limit, as a share: 0.05 becomes 0.02"; a rule's second instance is told apart by its number. */
function changes(older: unknown, newer: unknown): string {
  const told = documentDifference(older, newer).map(({ path, old, new: now }) => {
    const [, rule, instance] = RULE_FIELD.exec(path) ?? [];
    const name = rule === undefined ? '' : `${ruleName(rule, Number(instance))}, `;
    const words = fieldWords(path);
    const what = rule === undefined ? words : words.charAt(0).toLowerCase() + words.slice(1);
    const became = old === null ? `${now ?? ''} is new` : now === null ? `${old} no longer applies` : `${old} becomes ${now}`;
    return `${name}${what}: ${became}`;
  });
  return told.length === 0 ? 'No number changes.' : told.join('\n');
}

export const rulesChanged = message({
  name: 'rules-changed',
  when: 'An account is moved to another version of its rules.',
  sentOn: 'account.rules-migrated',
  fields: {
    first_name: text('First name of the trader'),
    login: text('Login of the account'),
    challenge: text('Challenge and phase'),
    from_version: text('The version until now'),
    to_version: text('The version from now on'),
    since: text('Since when the new version holds'),
    reason: text('Why'),
    changes: lines('Every number that changes'),
    account_link: link('Read your rules'),
  },
  required: ['login', 'changes'],
  context,
  subject: 'Account {{login}}: its rules have changed',
  body: [
    'Hello {{first_name}},',
    'Account {{login}} ({{challenge}}) was moved from version {{from_version}} to version {{to_version}} of its rules.',
    'Since: {{since}}\nReason: {{reason}}',
    '{{changes}}',
    'What was judged before stays as it was judged. From then on the new version holds.',
    '{{account_link}}',
  ].join('\n\n'),
  say: (known) => ({
    first_name: firstName(known.trader_name),
    login: known.login,
    challenge: [known.challenge_title, known.phase_name].filter(Boolean).join(', ') || 'your challenge',
    from_version: String(known.move.from_version),
    to_version: String(known.move.to_version),
    since: instantWords(known.move.since),
    reason: known.move.reason,
    changes: changes(known.move.from_rules, known.move.to_rules),
    account_link: `/portal/accounts/${encodeURIComponent(known.account_id)}`,
  }),
  example: {
    ...EXAMPLE_ACCOUNT,
    move: {
      reason: 'The daily limit is lowered from March on',
      since: '2026-03-01T00:00:00.000Z',
      from_version: 1,
      to_version: 2,
      from_rules: { rules: { 'max-daily-loss': [{ limit: { pct: '0.05', of: 'initial' } }] } },
      to_rules: { rules: { 'max-daily-loss': [{ limit: { pct: '0.04', of: 'initial' } }], 'min-trades': [{ min: 5 }] } },
    },
  },
});
