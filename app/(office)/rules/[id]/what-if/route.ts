// The preview of a draft as a stream: one JSON object a line, progress and the accounts that differ as they are found. Closing the
// connection cancels it. Only its last line carries the proof that publishing asks for.
import { previewProof } from '@/lib/challenges/preview-gate';
import { readRuleSet } from '@/lib/challenges/read';
import { previewDraft } from '@/lib/challenges/scan';
import { createClient } from '@/lib/db/server';
import { compileRuleSet } from '@/lib/rules/rule-set';
import { requireStaff } from '@/lib/staff/gate';

export const dynamic = 'force-dynamic';

const HEADERS = {
  'content-type': 'application/x-ndjson; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
};
const refusal = (status: number, code: string, message: string) =>
  Response.json({ error: { code, message } }, { status, headers: { 'cache-control': 'no-store' } });

export async function GET(request: Request, { params }: RouteContext<'/rules/[id]/what-if'>): Promise<Response> {
  const actor = await requireStaff(['config', 'admin', 'risk']);
  const held = await readRuleSet(await createClient(), (await params).id);
  if (!held) return refusal(404, 'not-found', 'This rule set does not exist.');
  const draft = compileRuleSet(held.document);
  if (!draft.ok) return refusal(422, draft.refusal.code, draft.refusal.message);

  const ending = new AbortController();
  request.signal.addEventListener('abort', () => ending.abort(), { once: true });
  const proof = previewProof({ rule_set_id: held.id, checksum: held.checksum, staff_id: actor.id });
  const steps = previewDraft(draft.value, held.phase_id, ending.signal);
  const encoder = new TextEncoder();
  const line = (value: unknown) => encoder.encode(`${JSON.stringify(value)}\n`);
  const body = new ReadableStream<Uint8Array>(
    {
      // Pulled step by step, so whoever reads slowly slows the reading of the book too.
      pull: async (controller) => {
        try {
          const { value: step, done } = await steps.next();
          if (done) controller.close();
          else controller.enqueue(line(step.kind === 'end' ? { ...step, proof } : step));
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
  return new Response(body, { headers: HEADERS });
}
