// Whether somebody is there to be the second of two: a deed that takes two people waits for ever where there is only one.
import type { SupabaseClient } from '@supabase/supabase-js';
import type { StaffRole } from '@/lib/staff/roles';

/** Nobody but this person works here in one of these roles. Not known counts as no: nothing is said that may be wrong. */
export async function isAlone(client: SupabaseClient, me: string, roles: readonly StaffRole[]): Promise<boolean> {
  const { data, error } = await client.from('staff').select('id').in('role', roles).eq('is_active', true).neq('id', me).limit(1);
  return error === null && data.length === 0;
}
