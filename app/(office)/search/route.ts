// What the palette asks while somebody types. Every role may ask; each finds what it may read.
import { createClient } from '@/lib/db/server';
import { readSearch, type SearchAnswer } from '@/lib/search/answer';
import { search } from '@/lib/search/read';
import { requireStaff } from '@/lib/staff/gate';

export const dynamic = 'force-dynamic';

export async function GET(request: Request): Promise<Response> {
  const actor = await requireStaff();
  const q = readSearch(new URL(request.url).searchParams.get('q'));
  const answer: SearchAnswer = { hits: q === null ? [] : await search(await createClient(), actor, q) };
  return Response.json(answer, { headers: { 'cache-control': 'private, no-store' } });
}
