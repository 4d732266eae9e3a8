// The letters as CSV: the same filters and order as the page, all pages of it. What was sent of a notice is shown by this.
import { sendExport } from '@/app/(office)/accounts/export/send-export';
import { deliveriesList } from '@/lib/mail/list';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';

export async function GET(request: Request): Promise<Response> {
  const actor = await requireStaff(readersOf('/mail'));
  return sendExport(actor.id, deliveriesList, request, new Date());
}
