// Tells a trader that a rule of their account was broken and confirmed: which one, by how much, when, and from what we know it.
// Never sent for a provisional verdict: a later trade may still take it back.
import { z } from 'zod';
import { EXAMPLE_ACCOUNT } from '@/lib/mail/account-words';
import { bar, lines, link, message, text } from '@/lib/mail/message';
import { figure, firstName, instantWords } from '@/lib/mail/words';
import { ruleName } from '@/lib/rules/rule-name';

/** A numeric of Postgres: a number or, beyond exact integers, text. Kept as text. */
const numeric = z.union([z.number(), z.string()]).transform(String).nullable();

const context = z.object({
  account_id: z.string(),
  login: z.string(),
  platform: z.string(),
  server: z.string(),
  account_status: z.string(),
  trader_name: z.string().nullable(),
  challenge_title: z.string().nullish(),
  phase_name: z.string().nullish(),
  currency: z.string(),
  violation: z.object({
    rule: z.string(),
    subject: z.string().nullish(),
    consequence: z.enum(['fail', 'block', 'pause', 'flag', 'payout_gate']).nullish().catch(null),
    until: z.string().nullish(),
    measured_value: numeric,
    threshold_value: numeric,
    unit: z.enum(['cents', 'bps', 'lots', 'seconds', 'count']),
    breached_at: z.string(),
    message: z.string().nullish(),
    evidence: z.array(z.object({ label: z.string(), value: z.string() })).catch([]),
  }),
});

type Known = z.infer<typeof context>;

/** The judge writes an instant as it stands on record; a letter writes every one alike. */
const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;

/** What follows for the account, as it stands when the letter is written. */
function outcomeOf({ account_status, violation }: Known): string {
  if (violation.consequence === 'block') return 'The account is blocked while our staff look at it.';
  if (violation.consequence === 'pause')
    return violation.until ? `Trading on it is off until ${instantWords(violation.until)}.` : 'Trading on it is off for now.';
  if (violation.consequence === 'flag' || violation.consequence === 'payout_gate')
    return 'The account stays as it is; the breach is noted, and our staff may look at it.';
  return ENDED[account_status] ?? 'Trading on it is off.';
}

const ENDED: Record<string, string> = {
  failed: 'The account has failed and is closed to trading.',
  closed: 'The account is closed and no further trades are accepted.',
  blocked: 'The account is blocked while our staff look at it.',
};

export const ruleViolation = message({
  name: 'rule-violation',
  when: 'A breach is confirmed; of one that is only noted, once a day for each rule.',
  sentOn: 'rule.violation-confirmed',
  fields: {
    first_name: text('First name of the trader'),
    login: text('Login of the account'),
    server: text("The broker's server"),
    challenge: text('Challenge and phase'),
    rule: text('The rule, in words'),
    measured: text('What was measured'),
    limit: text('The limit'),
    breached_at: text('When the rule was broken'),
    summary: text('The verdict in one sentence'),
    evidence: lines('The figures and events behind the verdict'),
    outcome: text('What it means for the account'),
    headroom: bar('The headroom bar'),
    account_link: link('See the account'),
  },
  required: ['login', 'rule', 'measured', 'limit'],
  context,
  subject: 'Account {{login}}: {{rule}} exceeded',
  body: [
    'Hello {{first_name}},',
    'Account {{login}} ({{challenge}}) has broken a rule. {{outcome}}',
    'Rule: {{rule}}\nMeasured: {{measured}}\nLimit: {{limit}}\nWhen: {{breached_at}}',
    '{{headroom}}',
    'What we saw:\n{{evidence}}',
    'If a figure here differs from your own records, answer this letter and a person will look at it.',
    '{{account_link}}',
  ].join('\n\n'),
  say(known) {
    const { violation, currency } = known;
    const said = (value: string | null) => figure(value, violation.unit, currency);
    const summary =
      violation.message?.replace(INSTANT, (iso) => instantWords(iso)) ||
      `${ruleName(violation.rule)}: measured ${said(violation.measured_value)}, limit ${said(violation.threshold_value)}.`;
    return {
      first_name: firstName(known.trader_name),
      login: known.login,
      server: known.server,
      challenge: [known.challenge_title, known.phase_name].filter(Boolean).join(', ') || known.platform,
      rule: ruleName(violation.rule),
      measured: said(violation.measured_value),
      limit: said(violation.threshold_value),
      breached_at: instantWords(violation.breached_at),
      summary,
      evidence: violation.evidence.map(({ label, value }) => `${label}: ${value}`).join('\n') || summary,
      outcome: outcomeOf(known),
      headroom: { used_bps: 10_000, state: violation.consequence === 'flag' ? 'critical' : 'violated', words: summary },
      account_link: `/portal/accounts/${encodeURIComponent(known.account_id)}`,
    };
  },
  example: {
    ...EXAMPLE_ACCOUNT,
    platform: 'mt5',
    server: 'Demo-Live',
    account_status: 'failed',
    currency: 'USD',
    violation: {
      rule: 'max-daily-loss',
      subject: '',
      measured_value: '9480000',
      threshold_value: '9500000',
      unit: 'cents',
      breached_at: '2026-03-02T14:32:05.000Z',
      message: 'Equity 94,800.00 fell below the daily floor of 95,000.00.',
      evidence: [
        { label: 'Balance at the start of the day', value: '100,000.00' },
        { label: 'Daily allowance', value: '5,000.00' },
      ],
    },
  },
});
