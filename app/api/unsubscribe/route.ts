// What a reader's mail program posts to by itself when they press its own "unsubscribe" (RFC 8058): one click, no sign-in, no page.
// The link is signed, and all it can do is stop letters that only help.
import { setUnsubscribed } from '@/lib/mail/receive';
import { unsubscribePage } from '@/lib/mail/unsubscribe-link';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

const tokenOf = (request: Request): string => new URL(request.url).searchParams.get('token')?.slice(0, 200) ?? '';

export async function POST(request: Request): Promise<Response> {
  const done = await setUnsubscribed(tokenOf(request), true, new Date());
  return new Response(null, { status: done ? 200 : 404, headers: { 'cache-control': 'no-store' } });
}

/** Whoever opens the address instead is shown the page with the button: a link alone must change nothing, since scanners follow links. */
export function GET(request: Request): Response {
  return new Response(null, { status: 303, headers: { location: unsubscribePage(encodeURIComponent(tokenOf(request))) } });
}
