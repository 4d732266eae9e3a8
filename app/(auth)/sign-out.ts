'use server';
// Signing out as a plain form action, for the frames of the office and the portal.
import { UNTOUCHED } from '@/lib/staff/form';
import { signOutAction } from './actions';

export async function leave(form: FormData): Promise<void> {
  await signOutAction(UNTOUCHED, form);
}
