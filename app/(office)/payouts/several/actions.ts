'use server';
// Approves several payouts by one name: each by exactly the digest that was shown, each in its own transaction.
import { refresh } from 'next/cache';
import { z } from 'zod';
import { createClient } from '@/lib/db/server';
import { approveSeveral, MOST_AT_ONCE } from '@/lib/payouts/bulk-write';
import { accept, refuse } from '@/lib/refusal';
import { staffAction } from '@/lib/staff/action';

/** "id:version:digest", separated by commas: what was shown is what is signed. */
const signing = z
  .string()
  .regex(/^[0-9a-f-]{36}:\d{1,15}:[0-9a-f]{64}$/)
  .transform((text) => {
    const [id = '', version = '', digest = ''] = text.split(':');
    return { id, version: parseInt(version, 10), digest };
  });
const seen = z
  .string()
  .transform((text) => text.split(',').filter(Boolean))
  .pipe(z.array(signing).min(1, 'None of them can be approved by you.').max(MOST_AT_ONCE));

export const approveThem = staffAction(['finance', 'admin'], z.strictObject({ seen }), async (input) => {
  const { approved, signed, refused } = await approveSeveral(await createClient(), input.seen, new Date());
  refresh();
  const done = [
    ...(approved > 0 ? [`${approved} approved; each is sent when its window has ended.`] : []),
    ...(signed > 0 ? [`${signed} signed; each needs one more person.`] : []),
  ].join(' ');
  if (refused.length === 0) return accept(done);
  const why = [...new Set(refused.map(({ message }) => message))].join(' ');
  return refuse('not-all', `${done || 'None was approved.'} ${refused.length} not: ${why}`);
});
