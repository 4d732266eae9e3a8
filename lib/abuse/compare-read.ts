// Accounts by login or id, as the reader may see them.
import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { UUID } from '@/lib/uuid';

const named = z.object({ id: z.string(), login: z.string(), server: z.string(), trader_name: z.string().nullable() });
export type Named = z.output<typeof named>;

/** More than one where servers share a login; none where nobody has it. */
export async function findAccount(client: SupabaseClient, asked: string): Promise<Named[]> {
  const { data, error } = await client
    .from('accounts_list')
    .select('id,login,server,trader_name')
    .eq(UUID.test(asked) ? 'id' : 'login', asked)
    .order('id')
    .limit(5);
  if (error) throw new Error(`accounts_list: ${error.message}`);
  return z.array(named).parse(data);
}
