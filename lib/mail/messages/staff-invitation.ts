// Invites a colleague into the office, in the role the admins agreed on.
import { z } from 'zod';
import { link, message, text } from '@/lib/mail/message';
import { instantWords } from '@/lib/mail/words';

export const staffInvitation = message({
  name: 'staff-invitation',
  when: 'Admins invite a colleague.',
  sentOn: 'staff.invite-approved',
  fields: { role: text('The role'), expires: text('When the link ends'), office_link: link('Join the office') },
  required: ['office_link'],
  context: z.object({ role: z.string(), expires_at: z.string(), invite_path: z.string() }),
  subject: 'You are invited to the office',
  body: [
    'Hello,',
    'An admin of this firm invites you to its back office in the role "{{role}}". Choose a password to join:',
    '{{office_link}}',
    'The link works once, until {{expires}}. If you did not expect it, you need not do anything.',
  ].join('\n\n'),
  say: (known) => ({ role: known.role, expires: instantWords(known.expires_at), office_link: known.invite_path }),
  example: { role: 'support', expires_at: '2026-03-02T14:32:05Z', invite_path: '/accept-invite?token=example' },
});
