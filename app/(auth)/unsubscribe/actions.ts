'use server';
// The button of the unsubscribe page, and the one that takes it back.
import { z } from 'zod';
import { setUnsubscribed } from '@/lib/mail/receive';
import { accept, refuse } from '@/lib/refusal';
import { publicAction } from '@/lib/staff/action';

const choice = z.strictObject({ link: z.string().max(200), to: z.enum(['off', 'on']) });

export const chooseLetters = publicAction(choice, async ({ link, to }) => {
  if (!(await setUnsubscribed(link, to === 'off', new Date()))) return refuse('not-found', 'This link is not one of ours.');
  return accept(to === 'off' ? 'You no longer get these letters.' : 'You get these letters again.');
});
