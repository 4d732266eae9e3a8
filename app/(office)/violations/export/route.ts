// The list as CSV: the same filters and order as the page, all pages of it.
import { sendExport } from '@/app/(office)/accounts/export/send-export';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';
import { violationsList } from '@/lib/violations/list';

export async function GET(request: Request): Promise<Response> {
  const actor = await requireStaff(readersOf('/violations'));
  return sendExport(actor.id, violationsList, request, new Date());
}
