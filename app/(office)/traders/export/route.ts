// The list as CSV: the same filters and order as the page, all pages of it. Addresses are masked in it for whoever sees them masked.
import { sendExport } from '@/app/(office)/accounts/export/send-export';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';
import { tradersList } from '@/lib/traders/list';

export async function GET(request: Request): Promise<Response> {
  const actor = await requireStaff(readersOf('/traders'));
  return sendExport(actor.id, tradersList, request, new Date());
}
