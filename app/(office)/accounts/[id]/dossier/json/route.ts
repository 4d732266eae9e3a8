// The dossier as one JSON file, streamed: the same account gives the same bytes, and who took it is written down before the first of them.
import { DOSSIER_READERS, dossierFile } from '@/lib/accounts/dossier';
import { writeDossier } from '@/lib/accounts/dossier-replay';
import { noteDossier } from '@/lib/accounts/dossier-write';
import { readAccount } from '@/lib/accounts/read';
import { createClient } from '@/lib/db/server';
import { requireStaff } from '@/lib/staff/gate';
import { textStream } from '@/lib/text-stream';

export const dynamic = 'force-dynamic';

const NOT_FOUND = { error: { code: 'not-found', message: 'There is no such account.' } };

type Params = { params: Promise<{ id: string }> };

export async function GET(_request: Request, { params }: Params): Promise<Response> {
  const actor = await requireStaff(DOSSIER_READERS);
  const { id } = await params;
  const client = await createClient();
  const account = await readAccount(client, id);
  if (!account) return Response.json(NOT_FOUND, { status: 404, headers: { 'cache-control': 'no-store' } });
  await noteDossier(client, account.id, 'json', new Date());
  return new Response(
    textStream((write) => writeDossier(actor, account.id, write)),
    {
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-disposition': `attachment; filename="${dossierFile(account.login, 'json')}"`,
        'cache-control': 'private, no-store',
      },
    },
  );
}
