'use server';
// Whoever holds the mailbox confirms; no sign-in is asked for, since the link says enough and can do nothing else.
import { z } from 'zod';
import { confirmDestination } from '@/lib/payouts/destination-settle';
import { publicAction } from '@/lib/staff/action';

export const confirmDestinationAction = publicAction(z.strictObject({ token: z.string().max(300) }), async ({ token }) =>
  confirmDestination(token, new Date()),
);
