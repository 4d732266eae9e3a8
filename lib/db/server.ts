// The Supabase client of the person whose request this is, from Next's cookies.
// Also reachable as `@/utils/supabase/server`, the name earlier documents promised.
import type { SupabaseClient } from '@supabase/supabase-js';
import { cookies } from 'next/headers';
import { userClient } from '@/lib/db/clients';

export async function createClient(): Promise<SupabaseClient> {
  const jar = await cookies();
  return userClient({
    getAll: () => jar.getAll(),
    setAll: (fresh) => {
      try {
        for (const { name, value, options } of fresh) jar.set(name, value, options);
      } catch {
        // A server component may not set cookies; proxy.ts refreshes the session there, so nothing is lost.
      }
    },
  });
}
