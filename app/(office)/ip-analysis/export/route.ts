// The list as CSV: the same filters and order as the page, addresses as far as the reader may see them.
import { sendExport } from '@/app/(office)/accounts/export/send-export';
import { pairsList } from '@/lib/abuse/shared-ip-lists';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';

export async function GET(request: Request): Promise<Response> {
  const actor = await requireStaff(readersOf('/ip-analysis'));
  return sendExport(actor.id, pairsList, request, new Date());
}
