// The list as CSV: the same filters and order as the page, all pages of it.
import { sendExport } from '@/app/(office)/accounts/export/send-export';
import { payoutsList } from '@/lib/payouts/list';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';

export async function GET(request: Request): Promise<Response> {
  const actor = await requireStaff(readersOf('/payouts'));
  return sendExport(actor.id, payoutsList, request, new Date());
}
