// Readiness for load balancers and start scripts: 200 only when every part works, and which part does not otherwise.
import { readHealth } from '@/lib/health/read';

export const dynamic = 'force-dynamic';

export async function GET(): Promise<Response> {
  const health = await readHealth(new Date());
  return Response.json(health, { status: health.status === 'ready' ? 200 : 503, headers: { 'cache-control': 'no-store' } });
}
