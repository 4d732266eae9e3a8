// The Supabase client of the person whose request this is, from Next's cookies.
// Also reachable as `@/utils/supabase/server`, the name earlier documents promised.
import type { CookieOptions } from '@supabase/ssr';
import type { SupabaseClient } from '@supabase/supabase-js';
import { cookies, headers } from 'next/headers';
import { userClient } from '@/lib/db/clients';
import { requestOrigin } from '@/lib/db/request-seal';

export async function createClient(): Promise<SupabaseClient> {
  const [jar, told] = await Promise.all([cookies(), headers().then(requestOrigin)]);
  const session = {
    getAll: () => jar.getAll(),
    setAll: (fresh: { name: string; value: string; options: CookieOptions }[]) => {
      try {
        for (const { name, value, options } of fresh) jar.set(name, value, options);
      } catch {
        // A server component may not set cookies; proxy.ts refreshes the session there, so nothing is lost.
      }
    },
  };
  return userClient(session, told);
}
