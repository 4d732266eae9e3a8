// What waits to be decided as CSV: every review of the queue that the reader's role sees, by due time.
import { nothingExported, sendSheet } from '@/app/(office)/accounts/export/send-export';
import { createClient } from '@/lib/db/server';
import { OPEN_REVIEWS } from '@/lib/lists/sheets';
import { readQueueAddress, refusedOfQueue } from '@/lib/reviews/address';
import { readOpenReviews } from '@/lib/reviews/read';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';

export async function GET(request: Request): Promise<Response> {
  await requireStaff(readersOf('/reviews'));
  const search = Object.fromEntries(new URL(request.url).searchParams);
  const refused = refusedOfQueue(search);
  if (refused.length > 0) return nothingExported(refused);
  const address = readQueueAddress(search);
  const filters = [address.kind, address.due].filter(Boolean).join(', ') || 'none';
  const client = await createClient();
  return sendSheet(
    {
      name: 'reviews',
      told: `open reviews, filter: ${filters}; by due time`,
      columns: OPEN_REVIEWS,
      read: (page) => readOpenReviews(client, address, page),
    },
    new Date(),
  );
}
