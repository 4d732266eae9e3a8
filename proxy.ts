// Runs before every page: gives it a content policy with a fresh nonce, refreshes the session's cookie, and shows strangers the
// way to the sign-in. It is a signpost and never the lock: the gate in lib/staff decides again behind it.
import { isAuthRetryableFetchError } from '@supabase/supabase-js';
import { NextResponse, type NextRequest } from 'next/server';
import { userClient } from '@/lib/db/clients';
import { nodeEnv } from '@/lib/env';
import { SIGNED_OUT } from '@/lib/staff/form';

const OPEN = [
  '/login',
  '/register',
  '/forgot-password',
  '/reset-password',
  '/accept-invite',
  '/unsubscribe',
  '/confirm-destination',
  '/docs',
];

/** Scripts need the nonce. Styles may be inline because charts and toasts set style attributes, which no nonce can cover. */
function contentPolicy(nonce: string, development: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${development ? ' ws:' : ''}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function requestHeaders(request: NextRequest, nonce: string, policy: string, requestId: string): Headers {
  const forwarded = new Headers(request.headers);
  // An outsider could once skip this file by sending this header; nobody outside may send it.
  forwarded.delete('x-middleware-subrequest');
  forwarded.set('x-request-id', requestId);
  forwarded.set('x-nonce', nonce);
  forwarded.set('content-security-policy', policy);
  forwarded.set('x-pathname', request.nextUrl.pathname + request.nextUrl.search);
  return forwarded;
}

export async function proxy(request: NextRequest): Promise<NextResponse> {
  const nonce = btoa(crypto.randomUUID());
  const requestId = crypto.randomUUID();
  const policy = contentPolicy(nonce, nodeEnv() === 'development');
  const path = request.nextUrl.pathname;
  // A browser names its origin on every POST; a cookie-bearing POST without one is not from our pages.
  if (request.method === 'POST' && !request.headers.get('origin')) return new NextResponse('no-origin', { status: 403 });

  const fresh: { cookies: Parameters<NextResponse['cookies']['set']>[]; headers: Record<string, string> } = { cookies: [], headers: {} };
  const client = userClient({
    getAll: () => request.cookies.getAll(),
    setAll: (cookies, headers) => {
      for (const { name, value, options } of cookies) {
        request.cookies.set(name, value);
        fresh.cookies.push([name, value, options]);
      }
      Object.assign(fresh.headers, headers);
    },
  });
  const { data, error } = await client.auth.getClaims();
  const stranger = !data?.claims && !isAuthRetryableFetchError(error);

  const response =
    stranger && !OPEN.some((open) => path === open || path.startsWith(`${open}/`))
      ? shutOut(request)
      : NextResponse.next({ request: { headers: requestHeaders(request, nonce, policy, requestId) } });
  for (const cookie of fresh.cookies) response.cookies.set(...cookie);
  // These headers forbid caching; without them a shared cache could serve one person's token to another.
  for (const [name, value] of Object.entries(fresh.headers)) response.headers.set(name, value);
  response.headers.set('content-security-policy', policy);
  response.headers.set('cache-control', 'private, no-store');
  // The audit and the log name a request by this.
  response.headers.set('x-request-id', requestId);
  return response;
}

/** A form that is sent is told so in words and stands as it was: sent on to the sign-in page, it would take that page for no answer. */
function shutOut(request: NextRequest): NextResponse {
  if (!request.headers.has('next-action')) return NextResponse.redirect(signInAddress(request));
  return new NextResponse(SIGNED_OUT, { status: 401, headers: { 'content-type': 'text/plain' } });
}

function signInAddress(request: NextRequest): URL {
  const address = new URL('/login', request.nextUrl);
  const asked = request.nextUrl.pathname + request.nextUrl.search;
  if (asked !== '/') address.searchParams.set('next', asked);
  return address;
}

export const config = {
  // Doors for machines (/api) authenticate for themselves and must stream their bodies untouched.
  matcher: ['/((?!api/|_next/static|_next/image|icon.svg|favicon.ico).*)'],
};
