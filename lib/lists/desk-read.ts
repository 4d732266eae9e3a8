// Reads the asker's desk: their own views and the shared ones, and the columns they chose.
import type { SupabaseClient } from '@supabase/supabase-js';
import type { Desk, SavedView } from '@/lib/lists/desk';

const MOST = 500;

export async function readDesk(client: SupabaseClient, staffId: string): Promise<Desk> {
  const [views, columns] = await Promise.all([
    client.from('saved_views').select('id, page, name, query, is_shared, staff_id').order('name').order('id').limit(MOST),
    client.from('list_columns').select('page, columns').limit(MOST),
  ]);
  const error = views.error ?? columns.error;
  if (error) throw new Error(`desk: ${error.message}`);
  const rows = (views.data ?? []) as (Omit<SavedView, 'is_own'> & { staff_id: string })[];
  return {
    views: rows.map(({ staff_id, ...view }) => ({ ...view, is_own: staff_id === staffId })),
    columns: Object.fromEntries((columns.data ?? []).map((row) => [String(row.page), String(row.columns)])),
  };
}
