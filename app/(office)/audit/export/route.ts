// What the audit page finds, as one file: CSV for people, JSON for machines. The same filters, all pages of it.
import { createClient } from '@/lib/db/server';
import { readAuditQuery } from '@/lib/events/audit';
import { exportAudit } from '@/lib/events/audit-read';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';

const TYPES = { csv: 'text/csv; charset=utf-8', json: 'application/json; charset=utf-8' } as const;

export async function GET(request: Request): Promise<Response> {
  await requireStaff(readersOf('/audit'));
  const asked = Object.fromEntries(new URL(request.url).searchParams);
  const format = asked.format === 'json' ? 'json' : 'csv';
  const now = new Date();
  const stamp = now.toISOString().slice(0, 19).replaceAll(':', '');
  return new Response(exportAudit(await createClient(), readAuditQuery(asked), format, now), {
    headers: {
      'content-type': TYPES[format],
      'content-disposition': `attachment; filename="audit-${stamp}Z.${format}"`,
      'cache-control': 'private, no-store',
    },
  });
}
