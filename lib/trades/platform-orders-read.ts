// What the platform of an account was told to do, newest first, and whether it said yes. Read with the reader's own rights.
import type { SupabaseClient } from '@supabase/supabase-js';

export interface PlatformOrderRow {
  id: string;
  kind: 'trading-off' | 'trading-on' | 'close-all' | 'set-balance';
  state: 'queued' | 'acknowledged' | 'refused' | 'superseded';
  attempts: number;
  last_error: string | null;
  due_at: string;
  settled_at: string | null;
  settled_by: string | null;
  created_at: string;
}

const COLUMNS = 'id, kind, state, attempts, last_error, due_at, settled_at, settled_by, created_at';
const SHOWN = 6;

export async function readPlatformOrders(client: SupabaseClient, accountId: string): Promise<PlatformOrderRow[]> {
  const { data, error } = await client
    .from('platform_orders')
    .select(COLUMNS)
    .eq('account_id', accountId)
    .order('created_at', { ascending: false })
    .order('id', { ascending: false })
    .limit(SHOWN);
  if (error) throw new Error(`platform_orders: ${error.message}`);
  return data as PlatformOrderRow[];
}
