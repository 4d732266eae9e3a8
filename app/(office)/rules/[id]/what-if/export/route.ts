// Every verdict that would differ under a draft, as one file: all accounts, all verdicts, streamed as they are found.
import { previewFoot, previewHead, previewLines } from '@/lib/challenges/preview-rows';
import { differingAccounts } from '@/lib/challenges/scan';
import { requireStaff } from '@/lib/staff/gate';
import { textStream } from '@/lib/text-stream';
import { PREVIEWERS, previewedDraft } from '../draft';

export const dynamic = 'force-dynamic';

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  await requireStaff(PREVIEWERS);
  const asked = await previewedDraft((await params).id);
  if (asked.refused) return asked.refused;
  const { held, draft } = asked;
  const now = new Date();
  const file = textStream(async (write) => {
    await write(previewHead(`${held.code} version ${held.version}`, now));
    let [accounts, verdicts] = [0, 0];
    for await (const account of differingAccounts(draft, held.phase_id)) {
      accounts += 1;
      verdicts += account.differences.length;
      await write(previewLines(account));
    }
    await write(previewFoot(accounts, verdicts));
  });
  const stamp = now.toISOString().slice(0, 19).replaceAll(':', '');
  return new Response(file, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="what-if-${held.code}-v${held.version}-${stamp}Z.csv"`,
      'cache-control': 'private, no-store',
    },
  });
}
