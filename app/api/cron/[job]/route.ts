// What a scheduler outside calls (pg_cron with net.http_post): proves itself by the secret of these doors, and is told what was done.
import { carriesCronSecret } from '@/lib/jobs/bearer';
import { isScheduled, runScheduled } from '@/lib/jobs/scheduled-settle';

export const dynamic = 'force-dynamic';
export const maxDuration = 300;

async function run(request: Request, { params }: { params: Promise<{ job: string }> }): Promise<Response> {
  if (!carriesCronSecret(request.headers))
    return answer(401, { error: { code: 'not-signed-in', message: 'The secret of the scheduled doors is missing or wrong.' } });
  const { job } = await params;
  if (!isScheduled(job)) return answer(404, { error: { code: 'not-found', message: 'There is no such job.' } });
  try {
    return answer(200, await runScheduled(job, new Date()));
  } catch (error) {
    console.error(`The scheduled job ${job} failed.`, error);
    return answer(503, { error: { code: 'not-stored', message: 'The job could not be finished; it will be taken up by the next call.' } });
  }
}
/** Nothing else: what a link or a crawler can ask for must not set work going. */
export { run as POST };

function answer(status: number, body: unknown): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store' } });
}
