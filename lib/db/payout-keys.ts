// Keys of payout providers as the office keeps them: sealed, each with the source it is sealed for. No session may read them.
import { serviceClient } from '@/lib/db/clients';
import type { Sealed } from '@/lib/db/vault';

export interface KeptPayoutKeys {
  id: string;
  platform: string;
  credentials: Sealed;
  credentials_set: { at: string } | null;
}

/** Of every payout source that is not switched off. */
export async function keptPayoutKeys(): Promise<KeptPayoutKeys[]> {
  const { data, error } = await serviceClient()
    .from('connections')
    .select('id, platform, credentials, credentials_set')
    .eq('kind', 'payout')
    .neq('status', 'disabled')
    .not('credentials', 'is', null)
    .overrideTypes<KeptPayoutKeys[], { merge: false }>();
  if (error) throw new Error(`connections: ${error.message}`);
  return data;
}
