// The preview of a draft as a stream: one JSON object a line, progress and the accounts that differ as they are found. Closing the
// connection cancels it. Only its last line carries the proof that publishing asks for. With `after` it goes on from that account instead:
// the next accounts that differ, and no proof.
import { previewProof } from '@/lib/challenges/preview-gate';
import { previewDraft, previewPage } from '@/lib/challenges/scan';
import { requireStaff } from '@/lib/staff/gate';
import { UUID } from '@/lib/uuid';
import { PREVIEWERS, previewedDraft } from './draft';

export const dynamic = 'force-dynamic';

const HEADERS = {
  'content-type': 'application/x-ndjson; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
};

export async function GET(request: Request, { params }: RouteContext<'/rules/[id]/what-if'>): Promise<Response> {
  const actor = await requireStaff(PREVIEWERS);
  const asked = await previewedDraft((await params).id);
  if (asked.refused) return asked.refused;
  const { held, draft } = asked;
  const after = new URL(request.url).searchParams.get('after');
  if (after !== null && !UUID.test(after))
    return Response.json({ error: { code: 'invalid', message: 'No such account.' } }, { status: 400 });

  const ending = new AbortController();
  request.signal.addEventListener('abort', () => ending.abort(), { once: true });
  if (after !== null) return new Response(lines(next(previewPage(draft, held.phase_id, after)), ending), { headers: HEADERS });
  const proof = previewProof({ rule_set_id: held.id, checksum: held.checksum, staff_id: actor.id });
  return new Response(lines(proven(previewDraft(draft, held.phase_id, ending.signal), proof), ending), { headers: HEADERS });
}

async function* proven(steps: ReturnType<typeof previewDraft>, proof: string): AsyncGenerator<object> {
  for await (const step of steps) yield step.kind === 'end' ? { ...step, proof } : step;
}

async function* next(accounts: ReturnType<typeof previewPage>): AsyncGenerator<object> {
  for await (const account of accounts) yield { kind: 'account', ...account };
}

/** Pulled step by step, so whoever reads slowly slows the reading of the book too. */
function lines(steps: AsyncGenerator<object>, ending: AbortController): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const line = (value: unknown) => encoder.encode(`${JSON.stringify(value)}\n`);
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        try {
          const { value: step, done } = await steps.next();
          if (done) controller.close();
          else controller.enqueue(line(step));
        } catch {
          controller.enqueue(line({ kind: 'failed' }));
          controller.close();
        }
      },
      cancel: async () => {
        ending.abort();
        await steps.return(undefined);
      },
    },
    { highWaterMark: 4 },
  );
}
