// The sign-ins as CSV: the same filters and order as the page, all pages of it.
import { sendExport } from '@/app/(office)/accounts/export/send-export';
import { requireStaff } from '@/lib/staff/gate';
import { loginsList } from '@/lib/staff/logins-list';
import { readersOf } from '@/lib/staff/roles';

export async function GET(request: Request): Promise<Response> {
  const actor = await requireStaff(readersOf('/staff'));
  return sendExport(actor.id, loginsList, request, new Date());
}
