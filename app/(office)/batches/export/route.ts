// Every run over many accounts as CSV, with what each measured of itself.
import { sendSheet } from '@/app/(office)/accounts/export/send-export';
import { readRuns } from '@/lib/batches/read';
import { createClient } from '@/lib/db/server';
import { RUNS } from '@/lib/lists/sheets';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';

const PAGE = 200;

export async function GET(): Promise<Response> {
  await requireStaff(readersOf('/batches'));
  const client = await createClient();
  const read = async (page: number) =>
    (await readRuns(client, page, PAGE)).rows.map(({ metrics, ...run }) => ({ ...run, ...(run.state === 'running' ? {} : metrics) }));
  return sendSheet({ name: 'batches', told: 'runs, the latest first, filter: none', columns: RUNS, read }, new Date());
}
