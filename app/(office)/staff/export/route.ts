// Everybody who works or worked here as CSV, as the page shows them.
import { sendSheet } from '@/app/(office)/accounts/export/send-export';
import { createClient } from '@/lib/db/server';
import { STAFF } from '@/lib/lists/sheets';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';
import { readTeam } from '@/lib/staff/team-read';

export async function GET(): Promise<Response> {
  await requireStaff(readersOf('/staff'));
  const client = await createClient();
  const read = async (page: number) => (page === 1 ? readTeam(client) : []);
  return sendSheet({ name: 'staff', told: 'staff, active ones first, filter: none', columns: STAFF, read }, new Date());
}
