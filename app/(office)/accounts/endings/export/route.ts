// The list as CSV: the same filters and order as the page, all pages of it.
import { sendExport } from '@/app/(office)/accounts/export/send-export';
import { endingsList } from '@/lib/accounts/endings-list';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';

export async function GET(request: Request): Promise<Response> {
  const actor = await requireStaff(readersOf('/accounts'));
  return sendExport(actor.id, endingsList, request, new Date());
}
