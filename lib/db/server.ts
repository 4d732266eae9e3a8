// The Supabase client of the person whose request this is, from Next's cookies.
// Also reachable as `@/utils/supabase/server`, the name earlier documents promised.
import type { CookieOptions } from '@supabase/ssr';
import type { SupabaseClient } from '@supabase/supabase-js';
import { randomUUID } from 'node:crypto';
import { cookies, headers } from 'next/headers';
import { userClient } from '@/lib/db/clients';
import { sealedOrigin } from '@/lib/db/request-seal';
import { isEmbedded } from '@/lib/env';
import { recordedAddress } from '@/lib/staff/visitor';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What the audit keeps of this request: the id that proxy.ts gave it, and where it came from. */
async function origin(): Promise<Record<string, string>> {
  const asked = await headers();
  const named = asked.get('x-request-id') ?? '';
  return sealedOrigin(UUID.test(named) ? named : randomUUID(), recordedAddress(asked.get('x-forwarded-for'), isEmbedded()));
}

export async function createClient(): Promise<SupabaseClient> {
  const [jar, told] = await Promise.all([cookies(), origin()]);
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
