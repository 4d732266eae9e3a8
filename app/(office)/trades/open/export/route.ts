// The list as CSV: the same filters and order as the page, all pages of it.
import { sendExport } from '@/app/(office)/accounts/export/send-export';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';
import { positionsList } from '@/lib/trades/list';

export async function GET(request: Request): Promise<Response> {
  const actor = await requireStaff(readersOf('/trades'));
  return sendExport(actor.id, positionsList, request, new Date());
}
