// The one place where Supabase clients are made: with the firm's own key, with a person's cookies, or with a person's token.
// The WebSocket transport is named because Node 20 has none of its own and the library would throw at construction.
import { createServerClient, type CookieMethodsServer } from '@supabase/ssr';
import { createClient, type SupabaseClient, type WebSocketLikeConstructor } from '@supabase/supabase-js';
import ws from 'ws';
import { appUrl, publishableKey, secretKey, supabaseUrl } from '@/lib/env';

const realtime = { transport: ws as unknown as WebSocketLikeConstructor };
const stateless = { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false };

let service: SupabaseClient | undefined;

/** The firm itself: past row-level security. Imported only by the files that may write for nobody in particular. */
export function serviceClient(): SupabaseClient {
  service ??= createClient(supabaseUrl(), secretKey(), { auth: stateless, realtime });
  return service;
}

/** A person, through the session in their cookies: row-level security decides what they see. `headers` say where the request came from. */
export function userClient(cookies: CookieMethodsServer, headers: Record<string, string> = {}): SupabaseClient {
  // No script reads the session: the browser speaks to our own server alone.
  const cookieOptions = { httpOnly: true, sameSite: 'lax' as const, secure: appUrl().startsWith('https:'), path: '/' };
  return createServerClient(supabaseUrl(), publishableKey(), { cookies, cookieOptions, realtime, global: { headers } });
}

/** A person, through an access token sent along: what the REST doors use. */
export function tokenClient(accessToken: string, told: Record<string, string> = {}): SupabaseClient {
  const headers = { ...told, Authorization: `Bearer ${accessToken}` };
  return createClient(supabaseUrl(), publishableKey(), { auth: stateless, realtime, global: { headers } });
}

/** A machine, through the key it sent along: it may do what that key may do, and nothing is added. */
export function keyClient(key: string): SupabaseClient {
  return createClient(supabaseUrl(), key, { auth: stateless, realtime });
}

/** Nobody yet: for signing in and signing up. */
export function anonymousClient(): SupabaseClient {
  return createClient(supabaseUrl(), publishableKey(), { auth: stateless, realtime });
}
