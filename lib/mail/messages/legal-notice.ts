// Carries a notice the firm owes its traders, such as new terms. Two people put their names to it, and nobody can unsubscribe from it.
import { z } from 'zod';
import { lines, link, message, text } from '@/lib/mail/message';
import { firstName } from '@/lib/mail/words';

const context = z.object({
  trader_name: z.string().nullable(),
  notice: z.object({ title: z.string(), statement: z.string(), holds_from: z.string() }),
});

export const legalNotice = message({
  name: 'legal-notice',
  when: 'Two people of the firm send a notice to the traders it touches.',
  sentOn: 'notice.sent',
  fields: {
    first_name: text('First name of the trader'),
    title: text('What the notice is about'),
    statement: lines('The notice itself'),
    holds_from: text('The day from which it holds'),
    portal_link: link('Open your portal'),
  },
  required: ['title', 'statement', 'holds_from'],
  context,
  subject: '{{title}}',
  body: [
    'Hello {{first_name}},',
    '{{statement}}',
    'This holds from {{holds_from}} on. If you have a question, answer this letter.',
    '{{portal_link}}',
  ].join('\n\n'),
  say: ({ trader_name, notice }) => ({
    first_name: firstName(trader_name),
    title: notice.title,
    statement: notice.statement,
    holds_from: notice.holds_from,
    portal_link: '/portal',
  }),
  example: {
    trader_name: 'Ada Example',
    notice: {
      title: 'Our terms change on 1 April 2026',
      statement:
        'Section 4 of the terms now names the days on which payouts are sent.\nNothing changes for a payout that was asked for before.',
      holds_from: '2026-04-01',
    },
  },
});
