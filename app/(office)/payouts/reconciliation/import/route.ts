// Takes in a statement, byte for byte: a form of text would not keep what a bank wrote.
import { z } from 'zod';
import { takeSimulatedStatement, takeStatement, type TakenStatement } from '@/lib/payouts/statement-receive';
import { MOST_STATEMENT_BYTES, STATEMENT_PROVIDERS } from '@/lib/payouts/statements/parse';
import { refuse, type Result } from '@/lib/refusal';
import { requireStaff } from '@/lib/staff/gate';
import { isOwnOrigin } from '@/lib/staff/own-origin';

const day = z.union([z.literal('').transform(() => null), z.iso.date()]);
const about = z.object({ provider: z.enum(['simulated', ...STATEMENT_PROVIDERS]), from: day, until: day });
/** Beside the file: the fields, and what frames them. */
const MARGIN_BYTES = 16_384;

export async function POST(request: Request): Promise<Response> {
  const actor = await requireStaff(['finance', 'admin']);
  const taken = isOwnOrigin(request.headers)
    ? await take(request, actor.id, new Date())
    : refuse('no-origin', 'A statement can only be sent from the office itself.', { status: 403 });
  if (taken.ok) return Response.json(taken.value);
  return Response.json(taken.refusal, { status: taken.refusal.status ?? 422 });
}

async function take(request: Request, importedBy: string, now: Date): Promise<Result<TakenStatement>> {
  const tooLarge = refuse('too-large', 'A statement has at most one megabyte. Ask for a shorter time.', { path: 'file', status: 413 });
  const said = request.headers.get('content-length') ?? '';
  if (!/^\d{1,7}$/.test(said) || parseInt(said, 10) > MOST_STATEMENT_BYTES + MARGIN_BYTES) return tooLarge;
  const form = await request.formData().catch(() => null);
  const read = about.safeParse({ provider: form?.get('provider'), from: form?.get('from') ?? '', until: form?.get('until') ?? '' });
  if (!read.success)
    return refuse('invalid-input', 'Choose whose statement it is, and write days as 2026-12-31.', {
      path: String(read.error.issues[0]?.path[0] ?? ''),
    });
  const { provider, from, until } = read.data;
  const today = now.toISOString().slice(0, 10);
  if (provider === 'simulated') return takeSimulatedStatement(from ?? today, until ?? today, importedBy, now);
  const file = form?.get('file');
  if (!(file instanceof File) || file.size === 0)
    return refuse('file-missing', 'Choose the statement as the provider gave it to you.', { path: 'file' });
  if (file.size > MOST_STATEMENT_BYTES) return tooLarge;
  if ((from === null) !== (until === null)) return refuse('days-missing', 'Write both days, or neither.', { path: 'from' });
  const cover = from === null || until === null ? null : { from, until };
  return takeStatement({ provider, file_name: file.name, bytes: new Uint8Array(await file.arrayBuffer()), cover }, importedBy, now);
}
