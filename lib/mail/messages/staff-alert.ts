// Tells staff of a case that needs somebody: a silent feed, a failing job, a broken chain, a payout nobody knows of. Once per case.
import { z } from 'zod';
import { link, message, text } from '@/lib/mail/message';
import { instantWords } from '@/lib/mail/words';

const context = z.object({
  alert: z.object({ kind: z.string(), title: z.string(), address: z.string().regex(/^\//), opened_at: z.string() }),
});

export const staffAlert = message({
  name: 'staff-alert',
  when: 'A case opens that needs somebody of the staff.',
  sentOn: 'alert.opened',
  fields: {
    what: text('What happened, in one sentence'),
    since: text('When it was seen'),
    office_link: link('Where to look'),
  },
  required: ['what', 'office_link'],
  context,
  subject: '{{what}}',
  body: ['{{what}}.', 'Seen on {{since}}. This letter is sent once; the office shows the case until it is gone.', '{{office_link}}'].join(
    '\n\n',
  ),
  say: ({ alert }) => ({ what: alert.title, since: instantWords(alert.opened_at), office_link: alert.address }),
  example: {
    alert: {
      kind: 'feed-stale',
      title: 'Nothing is known of the feed broker-live: it is silent',
      address: '/integrations',
      opened_at: '2026-03-02T14:32:05Z',
    },
  },
});
