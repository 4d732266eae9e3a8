// What staff say about an order to the platform. The database checks the role again and files the event.
import type { SupabaseClient } from '@supabase/supabase-js';

export async function confirmOrder(
  client: SupabaseClient,
  orderId: string,
  reason: string,
): Promise<{ code: string; message: string } | null> {
  const { error } = await client.rpc('confirm_platform_order', { p_id: orderId, p_reason: reason });
  if (!error) return null;
  if (error.message === 'already-decided') return { code: 'already-decided', message: 'The platform has answered meanwhile; look again.' };
  return { code: 'not-kept', message: 'The confirmation could not be kept. Nothing was changed; your words are still here.' };
}
