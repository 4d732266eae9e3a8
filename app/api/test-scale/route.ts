// The load test as a door: open on a stack of one's own machine, behind the schedulers' secret where hosted, and to staff from the office.
import { DEFAULT_ACCOUNTS, MOST_ACCOUNTS, runScaleTest } from '@/lib/engine/scale-scan';
import { isEmbedded } from '@/lib/env';
import { carriesCronSecret } from '@/lib/jobs/bearer';
import { currentActor } from '@/lib/staff/gate';

export const dynamic = 'force-dynamic';
export const maxDuration = 300;

export async function GET(request: Request): Promise<Response> {
  if (!isEmbedded() && !carriesCronSecret(request.headers))
    return refuse(401, 'not-signed-in', 'The load test needs the secret of the scheduled doors.');
  return run(request);
}

export async function POST(request: Request): Promise<Response> {
  const origin = request.headers.get('origin');
  // A page of somebody else's must not start it with a signed-in person's cookie.
  if (!URL.canParse(origin ?? '') || new URL(origin ?? '').host !== request.headers.get('host'))
    return refuse(403, 'not-allowed', 'This can only be started from the office itself.');
  const actor = await currentActor();
  if (!actor) return refuse(401, 'not-signed-in', 'Sign in first.');
  if (actor.kind !== 'staff' || !['risk', 'config', 'admin'].includes(actor.role))
    return refuse(403, 'not-allowed', 'Your role does not run load tests.');
  return run(request);
}

async function run(request: Request): Promise<Response> {
  const asked = new URL(request.url).searchParams.get('accounts') ?? `${DEFAULT_ACCOUNTS}`;
  const accounts = /^\d{1,5}$/.test(asked) ? parseInt(asked, 10) : 0;
  if (accounts < 1 || accounts > MOST_ACCOUNTS)
    return refuse(422, 'invalid', `accounts must be a whole number from 1 to ${MOST_ACCOUNTS}.`, 'accounts');
  try {
    const report = await runScaleTest({ accounts });
    if (report === null) return refuse(409, 'already-running', 'A load test is under way; wait for it.');
    return answer(report.success ? 200 : 500, report);
  } catch (error) {
    console.error('The load test broke off.', error);
    return refuse(503, 'not-stored', 'The load test broke off; what it made is removed before the next one.');
  }
}

function refuse(status: number, code: string, message: string, path?: string): Response {
  return answer(status, { error: { code, message, ...(path ? { path } : {}) } });
}

function answer(status: number, body: unknown): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store' } });
}
