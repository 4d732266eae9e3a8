// What waits to be decided as CSV: every review of the queue as it was narrowed, by due time.
import { nothingExported, sendSheet } from '@/app/(office)/accounts/export/send-export';
import { createClient } from '@/lib/db/server';
import { OPEN_REVIEWS } from '@/lib/lists/sheets';
import { readQueueAddress, refusedOfQueue, scopeOf } from '@/lib/reviews/address';
import { kindsFor } from '@/lib/reviews/kinds';
import { readOpenReviews } from '@/lib/reviews/read';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';

export async function GET(request: Request): Promise<Response> {
  const actor = await requireStaff(readersOf('/reviews'));
  const search = Object.fromEntries(new URL(request.url).searchParams);
  const refused = refusedOfQueue(search);
  if (refused.length > 0) return nothingExported(refused);
  const address = readQueueAddress(search);
  const isMine = scopeOf(address, kindsFor(actor.role).length > 0) === 'mine';
  const filters = [isMine && 'mine to decide', address.kind, address.due].filter(Boolean).join(', ') || 'none';
  const client = await createClient();
  return sendSheet(
    {
      name: 'reviews',
      told: `open reviews, filter: ${filters}; by due time`,
      columns: OPEN_REVIEWS,
      read: (page) => readOpenReviews(client, address, actor, page),
    },
    new Date(),
  );
}
