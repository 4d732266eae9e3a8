// Tells staff that a decision is overdue. It goes to everybody who may take it, once per review.
import { z } from 'zod';
import { link, message, text } from '@/lib/mail/message';
import { instantWords } from '@/lib/mail/words';

const context = z.object({
  login: z.string().nullish(),
  review: z.object({ id: z.string(), kind: z.string(), reason: z.string().nullish(), due_at: z.string() }),
});

export const reviewOverdue = message({
  name: 'review-overdue',
  when: 'Nobody decided a review in time; goes to everybody who may.',
  sentOn: 'review.overdue',
  fields: {
    what: text('Kind of the review, and the account where there is one'),
    reason: text('Why it was opened'),
    due: text('When it was due'),
    review_link: link('Open the review'),
  },
  required: ['what', 'review_link'],
  context,
  subject: 'Overdue: {{what}}',
  body: ['A decision is overdue: {{what}}.', '{{reason}}', 'It was due on {{due}}.', '{{review_link}}'].join('\n\n'),
  say: ({ login, review }) => ({
    what: `${review.kind.replaceAll('_', ' ')}${login ? `, account ${login}` : ''}`,
    reason: review.reason ?? 'No reason was given.',
    due: instantWords(review.due_at),
    review_link: `/reviews?review=${encodeURIComponent(review.id)}`,
  }),
  example: {
    login: '5012345',
    review: {
      id: '00000000-0000-4000-8000-000000000000',
      kind: 'phase_pass',
      reason: 'The target and every gate are met.',
      due_at: '2026-03-02T14:32:05Z',
    },
  },
});
