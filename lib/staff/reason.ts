// A reason as every door takes one: in a few words, since the history keeps it for good.
import { z } from 'zod';
import { REASON } from '@/lib/staff/form';

/** `asked`: what somebody is told who left it out. */
export const reasonText = (asked: string) => z.string().trim().min(REASON.minLength, asked).max(REASON.maxLength);
