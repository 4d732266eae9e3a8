// What waits to be decided as CSV: every review of the queue that the reader's role sees, by due time.
import { sendSheet } from '@/app/(office)/accounts/export/send-export';
import { createClient } from '@/lib/db/server';
import { OPEN_REVIEWS } from '@/lib/lists/sheets';
import { readQueueAddress } from '@/lib/reviews/address';
import { readOpenReviews } from '@/lib/reviews/read';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';

export async function GET(request: Request): Promise<Response> {
  await requireStaff(readersOf('/reviews'));
  const { kind } = readQueueAddress(Object.fromEntries(new URL(request.url).searchParams));
  const client = await createClient();
  return sendSheet(
    {
      name: 'reviews',
      told: `open reviews, filter: ${kind ?? 'none'}; by due time`,
      columns: OPEN_REVIEWS,
      read: (page) => readOpenReviews(client, kind, page),
    },
    new Date(),
  );
}
