// What every page of the office says at its head: feeds nothing is known of, and the alerts that concern whoever asks.
import { cache } from 'react';
import { z } from 'zod';
import { callFunction } from '@/lib/db/call';
import { createClient } from '@/lib/db/server';

const feed = z.object({ id: z.string(), slug: z.string(), since: z.string(), cause: z.enum(['silent', 'not-complete']) });
const alert = z.object({ id: z.string(), kind: z.string(), title: z.string(), address: z.string(), opened_at: z.string() });
const notices = z.object({ feeds: z.array(feed), alerts: z.array(alert), count: z.number() });
export type Notices = z.infer<typeof notices>;
export type StaleFeed = z.infer<typeof feed>;

/** Once per request. Null where they could not be read: a page is not refused because its head is missing. */
export const readNotices = cache(async (): Promise<Notices | null> => {
  try {
    return notices.parse(await callFunction(await createClient(), 'office_notices', {}));
  } catch (error) {
    console.error('The notices of the office could not be read.', error);
    return null;
  }
});
