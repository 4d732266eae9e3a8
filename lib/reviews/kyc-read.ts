// What identity checks answered about a trader, through the reader's own session: outcomes, codes and ids, never documents.
import type { SupabaseClient } from '@supabase/supabase-js';
import type { KycStatus } from '@/lib/reviews/kyc-states';

export interface KycReport {
  id: string;
  provider: string;
  reference: string;
  status: KycStatus;
  codes: string[];
  is_applied: boolean;
  left_out: string | null;
  occurred_at: string;
}

export async function readKycReports(client: SupabaseClient, traderId: string): Promise<KycReport[]> {
  const { data, error } = await client
    .from('kyc_reports')
    .select('id, provider, reference, status, codes, is_applied, left_out, occurred_at')
    .eq('trader_id', traderId)
    .order('occurred_at', { ascending: false })
    .order('id')
    .limit(50);
  if (error) throw new Error(`kyc_reports: ${error.message}`);
  return (data ?? []) as KycReport[];
}
