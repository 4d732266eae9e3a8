// Takes a file away. A deed, not a link: whoever takes it first sends what it carries on its way, and every taking is written down.
import { createClient } from '@/lib/db/server';
import { takePayoutFile } from '@/lib/payouts/file-write';
import { isOwnOrigin } from '@/lib/staff/own-origin';
import { requireStaff } from '@/lib/staff/gate';
import { UUID } from '@/lib/uuid';

export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  await requireStaff(['finance', 'admin']);
  const { id } = await params;
  if (!isOwnOrigin(request.headers))
    return Response.json({ code: 'no-origin', message: 'This can only be asked for from the office itself.' }, { status: 403 });
  if (!UUID.test(id)) return Response.json({ code: 'not-found', message: 'There is no such file.' }, { status: 404 });
  const taken = await takePayoutFile(await createClient(), id);
  if (!taken.ok) return Response.json(taken.refusal, { status: taken.refusal.code === 'not-found' ? 404 : 403 });
  const { file_name, bytes, sha256 } = taken.value;
  return new Response(bytes, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${file_name}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-file-sha256': sha256,
    },
  });
}
