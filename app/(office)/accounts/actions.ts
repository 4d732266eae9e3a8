'use server';
// What staff do on an account from its page.
import { refresh } from 'next/cache';
import { z } from 'zod';
import { addNote } from '@/lib/accounts/write';
import { createClient } from '@/lib/db/server';
import { accept, refuse } from '@/lib/refusal';
import { staffAction } from '@/lib/staff/action';

const note = z.strictObject({ account: z.uuid(), body: z.string().trim().min(1, 'An empty note says nothing.').max(4000) });

export const addAccountNote = staffAction(['support', 'risk', 'admin'], note, async (input) => {
  const trouble = await addNote(await createClient(), input.account, input.body);
  if (trouble) return refuse('note-not-kept', 'The note could not be kept. Nothing was changed; your words are still here.');
  refresh();
  return accept('Note added');
});
